// After a message the backend may go on by itself; the export waits until the timeline is quiet (PROTOCOL 5).

import JobModel
import NemoAPI
import Telemetry

extension JobRun {
    func awaitQuiet(step: Int, ending: MessageEnding) async throws -> StepOutcome {
        guard let session = job.session else { return .fail(.sessionMissing) }
        // A stream that ended well needs two equal reads, any other three further apart.
        let (interval, needed) = ending == .closed ? (settings.quietCheck, 2) : (settings.recheckNext, 3)
        var last: TimelineState?
        var equal = 0
        let deadline = elapsed + settings.message.total
        while elapsed < deadline {
            let state = try await call { () throws(APIFailure) in try await client.state(of: session) }
            equal = state.digest == last?.digest ? equal + 1 : 1
            last = state
            if equal >= needed {
                tellTimeline(state)
                return .advance(.settled(step: step))
            }
            guard await pause(interval) else { return .stop }
        }
        return .wait(
            Waiting(for: .backend, "the timeline is still changing by itself.", until: now + settings.breaker))
    }

    private func tellTimeline(_ state: TimelineState) {
        let timeline = state.timeline
        if let before = timelineBefore {
            let changes = timeline.difference(from: before)
            tell(changes.isEmpty ? .timelineUnchanged : .timelineChanged(changes))
        }
        if !timeline.tracks.isEmpty { tell(.timeline(timeline.summary)) }
        timelineBefore = nil
    }
}
