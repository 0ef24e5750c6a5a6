// What several steps ask about a job's surroundings: its folder, the room on the disk, how far a transfer is.

import FileAccess
import JobModel
import Outbox
import Synchronization
import Telemetry
import Timing

extension JobRun {
    /// For appointments.
    var now: Timestamp { workshop.appointments.now }
    var elapsed: Duration { workshop.time.elapsed() }

    /// Waits.
    /// - Returns: `false` when the daemon is stopping, or the job is to stop and may.
    func pause(_ duration: Duration) async -> Bool {
        guard job.canBeCancelled else { return (try? await workshop.time.sleep(duration)) != nil }
        let sleep = workshop.time.sleep
        let cancellation = cancellation
        return await withTaskGroup(of: Bool.self) { race in
            race.addTask { (try? await sleep(duration)) != nil }
            race.addTask {
                await cancellation.wait()
                return false
            }
            let isOver = await race.next() ?? false
            race.cancelAll()
            return isOver
        }
    }

    /// The job's own folder; `nil` when somebody removed it.
    func claimedFolder() throws(FileError) -> ClaimedFolder? {
        guard let share = workshop.outboxes[job.origin.root]?.outbox.share else { return nil }
        return try ClaimedFolder.existing(job.id, in: share)
    }

    /// Room is needed for the result before anything is paid for: twice the input and 200 MB (FOLDER-CONTRACT 5).
    /// - Returns: what to wait for; `nil` when there is room.
    func roomShortage() throws(FileError) -> Waiting? {
        guard let share = workshop.outboxes[job.origin.root]?.outbox.share else { return nil }
        let needed = 2 * job.media.reduce(0) { $0 + $1.size } + 200_000_000
        guard try share.root.freeBytes() < needed else { return nil }
        return Waiting(
            for: .room, "there is not enough room on the disk (\(ByteText.size(needed)) are needed).",
            until: now + settings.creditsPoll)
    }

    /// A closure that tells the log how far a long upload is.
    func uploadNews(of member: Member) -> @Sendable (Int64) -> Void {
        let news = UploadNews(size: member.size, begun: elapsed)
        let (time, log, job) = (workshop.time, rootOutbox?.log, job)
        return { sent in
            guard let (percent, speed) = news.news(sent: sent, at: time.elapsed()) else { return }
            log?.tell(.uploadReached(member.name, percent: percent, bytesPerSecond: speed), of: job)
        }
    }

    /// A closure that tells how far a transfer is, at most every tenth of a second.
    func progress(
        _ event: @escaping @Sendable (Int64, Int64?) -> JobEvent
    ) -> @Sendable (Int64, Int64?) -> Void {
        let interval: Duration = .milliseconds(100)
        let time = workshop.time
        let last = Mutex(time.elapsed() - interval)
        let log = workshop.outboxes[job.origin.root]?.log
        let job = job
        return { amount, whole in
            let now = time.elapsed()
            let isDue = last.withLock { last in
                guard now - last >= interval else { return false }
                last = now
                return true
            }
            if isDue { log?.tell(event(amount, whole), of: job) }
        }
    }
}
