// `clip.cancel.txt`: stops the job of that stem before its next paid step (FOLDER-CONTRACT 1).

import FileAccess
import JobModel
import Ledger
import Outbox
import Telemetry
import Timing

extension IntakeDesk {
    /// The note in a group that asks to cancel, if there is one; a link or a device is none.
    /// - Parameter stem: the one it has to mean; any that is in the group without.
    func cancelNote(in group: InboxIndex.Group, for stem: FileName? = nil) -> FileName? {
        index[group].keys.filter { name in
            guard case .cancel(let meant) = DropName(name), stem.map({ StemKey($0) == StemKey(meant) }) ?? true else {
                return false
            }
            return (try? inbox.directory(group.folder).status(of: name))??.kind == .file
        }.min { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// Leaves a wish for every job of the stem that is not over, or holds its lane, and takes the note away. A drop that
    /// was complete has been taken before, as one that is cancelled; the note stays for one that still has to be.
    func cancel(by note: FileName, in group: InboxIndex.Group) async throws {
        let jobs = try await jobs(named: note, in: group) { !$0.state.isOver || $0.holdsItsLane }
        for job in jobs where job.refusal == nil && askedToStop[group]?.contains(job.id) != true {
            do throws(LedgerError) {
                _ = try await tools.requests.leave(JobRequest(.cancel, of: job.id), at: tools.time.wall())
                askedToStop[group, default: []].insert(job.id)
            } catch {
                guard error.code == .noRoom else { throw error }
                hold(group.folder / note, error.description)
                return lookAgain(at: group, by: now + settings.settleRemote)
            }
        }
        tools.admitted(nil)
        guard Pairing(of: usable(in: group)).drops.isEmpty else { return }
        askedToStop[group] = nil
        do throws(FileError) {
            let folder = try inbox.directory(group.folder)
            if jobs.isEmpty {
                try tools.outbox.returnEntry(note, from: folder, at: group.folder, saying: Self.nothingToCancel)
            } else {
                try folder.remove(note)
            }
        } catch {
            if !error.isMissing { hold(group.folder / note, "\(error)") }
        }
        index.forget(group.folder / note)
    }

    private func jobs(
        named note: FileName, in group: InboxIndex.Group, _ isMeant: (Job) -> Bool
    ) async throws(LedgerError) -> [Job] {
        guard let stem = DropName(note)?.stem else { return [] }
        return try await tools.claimer.ledger.jobs(named: origin(of: stem, in: group), limit: .max)
            .filter(isMeant).named(closestTo: stem)
    }

    /// Leaves a wish for the uncertain job of a project that a new one takes the place of, as with an edited prompt:
    /// it holds the lane until a person settles it, and with its clip no longer in `failed/` nobody could.
    func giveUpUncertain(replacedBy job: Job) async throws {
        guard job.refusal == nil, job.origin.lane.isProject else { return }
        let namesakes = try await tools.claimer.ledger.jobs(named: job.origin, limit: .max)
        for ended in namesakes where try ended.state.isOver && ended.holdsItsLane && !liesInFailed(ended) {
            do throws(LedgerError) {
                _ = try await tools.requests.leave(JobRequest(.cancel, of: ended.id), at: tools.time.wall())
            } catch {
                throw error.code == .noRoom ? DropClaimer.NotTaken(reason: error.description) : error
            }
        }
    }

    private func liesInFailed(_ job: Job) throws(FileError) -> Bool {
        do throws(FileError) {
            let folder = try tools.claimer.share.failed.directory(job.origin.folder)
            for (member, name) in zip(job.members, job.returnedNames) where member.role == .media {
                if try folder.status(of: name) != nil { return true }
            }
        } catch {
            guard error.isMissing else { throw error }
        }
        return false
    }

    private static let nothingToCancel = """
        There is no job of this name to cancel in this folder: it is over already, its name is spelled differently, or
        its clip was dropped into another folder. The file that cancels it has to lie where the clip lay.

        Nothing was stopped. Results are in the outbox; you may delete this note.

        """
}

extension Failure {
    static let cancelledBeforeItBegan = Failure(
        Failure.Code("cancelled"), "Cancelled before it began.",
        remedy: "To have it done after all, move the files back to the inbox.")
}
