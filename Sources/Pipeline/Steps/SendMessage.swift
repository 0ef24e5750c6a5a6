// A prompt step goes to the editor's AI: at most once, whatever happens (PROTOCOL 6).

import JobModel
import Ledger
import NemoAPI
import Telemetry
import Timing

extension JobRun {
    func sendMessage(_ text: String, step: Int) async throws -> StepOutcome {
        guard var session = try await session() else { return .fail(.sessionMissing) }
        // A ledger from a backup may show a job that was delivered, or given back, long ago.
        guard try claimedFolder() != nil else { return .fail(.filesGone) }
        if let waiting = try roomShortage() { return .wait(waiting) }
        if let until = await workshop.gates.waitForCredits(account: account) {
            try await saveAccount()
            return .wait(await waiting(for: .credits, until: appointment(at: until)))
        }
        let before = try await call(.state) { () throws(APIFailure) in try await client.state(of: session.id) }
        await readBalanceBefore()
        session.messages += 1
        var isTold = try await wasJustRefused(step: step)
        var attempt = 0
        while true {
            let pass = try await passGate(for: .message)
            if try await isToStop() {
                workshop.gates.note(pass, APIFailure(call: .message, kind: .cancelled))
                return .stop
            }
            timelineBefore = before
            (asked, heard) = ([], [])
            try await write(.intended(.sendMessage(step: step, before: before.digest)), session: session)
            if !isTold {
                tellGoingOn()
                tell(.asked(text))
                isTold = true
            }
            let end = await sayingStillWorking {
                await client.send(text, to: session.id, limits: settings.message) { await self.hear($0, pass) }
            }
            workshop.gates.note(pass, end)
            try await saveAccount()
            switch end {
            case .ended:
                let reply = heard.isEmpty ? nil : heard.joined(separator: "\n")
                return .advance(.answered(step: step, ending: .closed, reply: reply))
            case .notSent(let failure), .refused(let failure):
                try await write(.notSent(step: step))
                attempt += 1
                guard failure.isWorthRepeating, attempt <= Self.quickRetries, !Task.isCancelled else {
                    return try await outcome(of: failure)
                }
            case .uncertain(let failure, _):
                if Task.isCancelled { return .stop }
                tellGoingOn()
                tell(.connectionLost(failure.sentence))
                return try await settleMessage(step: step, before: before.digest, after: failure)
            }
        }
    }

    /// What the running message tells: replies go into the log, tool names feed the progress, the rest is silent.
    private func hear(_ event: StreamEvent, _ pass: CallPass) {
        switch event {
        case .text(let text):
            workshop.gates.noteTaken(pass)
            tellGoingOn()
            heard.append(text)
            let reading = GUITalk.reading(of: text)
            asked += reading.actions
            if !reading.text.isEmpty { tell(.replied(reading.text)) }
        case .toolCall(let name):
            workshop.gates.noteTaken(pass)
            tellGoingOn()
            tell(.working(name))
        case .thought, .toolResult, .heartbeat, .failed: break
        }
    }

    /// Whether the message was refused for a while, and nothing came of the job since: the log has it already.
    private func wasJustRefused(step: Int) async throws -> Bool {
        let last = try await workshop.ledger.journal(of: job.id).last { entry in
            switch entry.record {
            case .waiting, .resumed: false
            default: true
            }
        }
        return last?.record == .notSent(step: step)
    }

    private func sayingStillWorking<Answer: Sendable>(_ body: () async -> Answer) async -> Answer {
        let begun = elapsed
        let ticker = Task {
            while (try? await workshop.time.sleep(settings.stillWorking)) != nil {
                tell(.stillWorking(elapsed: elapsed - begun))
            }
        }
        defer { ticker.cancel() }
        return await body()
    }
}

extension APIFailure {
    /// Whether a message that was not taken may go out again at once: with a new token, or over a new connection.
    fileprivate var isWorthRepeating: Bool { kind == .tokenReplaced || kind == .notConnected }

    /// What happened, without what only an operator could make something of; a server's own complaint is told whole.
    fileprivate var sentence: String {
        if case .unwell(.reported) = kind { return description }
        return APIFailure(call: call, kind: kind).description
    }
}
