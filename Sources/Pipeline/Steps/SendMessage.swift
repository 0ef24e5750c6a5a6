// A prompt step goes to the editor's AI: at most once, whatever happens (PROTOCOL 6).

import JobModel
import NemoAPI
import Telemetry

extension JobRun {
    func sendMessage(_ text: String, step: Int) async throws -> StepOutcome {
        guard let session = job.session else { return .fail(.sessionMissing) }
        if let waiting = try roomShortage() { return .wait(waiting) }
        let before = try await call { () throws(APIFailure) in try await client.state(of: session) }
        timelineBefore = before.timeline
        try await intend(.sendMessage(step: step, before: before.digest))
        tell(.asked(text))
        let end = await sayingStillWorking {
            await client.send(text, to: session, limits: settings.message) { await self.hear($0) }
        }
        switch end {
        case .ended(let transcript):
            let reply = transcript.reply.isEmpty ? nil : transcript.reply
            return .advance(.answered(step: step, ending: .closed, reply: reply))
        case .notSent(let failure), .refused(let failure):
            try await write(.notSent(step: step))
            return await outcome(of: failure)
        case .uncertain(let failure, _):
            if Task.isCancelled { return .stop }
            tell(.connectionLost(failure.description))
            return try await settleMessage(step: step, before: before.digest)
        }
    }

    /// What the running message tells: replies go into the log, tool names feed the progress, the rest is silent.
    private func hear(_ event: StreamEvent) {
        switch event {
        case .text(let text):
            let shown = GUITalk.removed(from: text)
            if !shown.isEmpty { tell(.replied(shown)) }
        case .toolCall(let name): tell(.working(name))
        case .thought, .toolResult, .heartbeat, .failed: break
        }
    }

    private func sayingStillWorking<Answer: Sendable>(_ body: () async -> Answer) async -> Answer {
        let begun = elapsed
        let ticker = Task {
            while await pause(settings.stillWorking) { tell(.stillWorking(elapsed: elapsed - begun)) }
        }
        defer { ticker.cancel() }
        return await body()
    }
}
