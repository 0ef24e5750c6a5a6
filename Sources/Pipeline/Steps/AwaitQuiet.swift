// After a message the backend may go on by itself; the export waits until the timeline is quiet (PROTOCOL 5).

import JobModel
import Ledger
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
            let state = try await call(.state) { () throws(APIFailure) in try await client.state(of: session) }
            equal = state.digest == last?.digest ? equal + 1 : 1
            last = state
            if equal >= needed { return try await settled(step: step, state) }
            guard await pause(interval) else { return .stop }
        }
        return .wait(
            Waiting(for: .backend, "the timeline is still changing by itself.", until: now + settings.breaker))
    }

    /// What the replies asked of a person at a screen is done, as far as it can be (PROTOCOL 7).
    private func settled(step: Int, _ state: TimelineState) async throws -> StepOutcome {
        let before: StateDigest?
        if let timelineBefore { before = timelineBefore.digest } else { before = try await recall(step: step) }
        let isUnchanged = state.digest == before
        tellTimeline(state, isUnchanged: isUnchanged)
        if asked.contains(.credits), case .success(let balance) = try await attempted(.balance, client.balance) {
            workshop.gates.noteBalance(balance, of: await account)
            tell(.balance(available: balance.available, frozen: balance.frozen))
        }
        if isUnchanged, job.followUp == nil, let text = GUITalk.followUp(to: asked) {
            return .advance(.followUpWanted(step: step, text: text))
        }
        return .advance(.settled(step: step))
    }

    /// Recalls the running step's message from the journal, where another run has sent it.
    /// - Returns: the timeline as it was before.
    private func recall(step: Int) async throws -> StateDigest? {
        var digest: StateDigest?
        for entry in try await workshop.ledger.journal(of: job.id) {
            switch entry.record {
            case .intended(.sendMessage(step, let before)): digest = before
            case .answered(step, _, let reply): asked = reply.map { GUITalk.reading(of: $0).actions } ?? []
            default: break
            }
        }
        return digest
    }

    private func tellTimeline(_ state: TimelineState, isUnchanged: Bool) {
        let timeline = state.timeline
        let changes = timelineBefore.map { state.changes(since: $0) } ?? []
        if !changes.isEmpty {
            tell(.timelineChanged(changes))
        } else if isUnchanged {
            tell(.timelineUnchanged)
        }
        if !timeline.tracks.isEmpty { tell(.timeline(timeline.summary)) }
        timelineBefore = nil
    }
}
