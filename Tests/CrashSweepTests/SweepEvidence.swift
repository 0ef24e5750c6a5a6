// What a point left behind, and what is wrong with it: on the server's side, on the share, and wherever a token could be.

import CountingBackend
import EndToEndSupport
import Foundation
import Glibc

/// All that is known after a point, and the oracles over it.
struct SweepEvidence {
    let point: FaultPoint
    let job: SweepShare
    /// What the daemon with the fault was run by.
    var command: [String] = []
    var trace: SystemCallTrace?
    var outputs: [String] = []
    var ledger: [SweepShare.LedgerJob] = []
    var endedByItself = false
    var wasTokenDenied = false
    /// Processes that showed a token.
    var exposed: [pid_t] = []
    var problems: [String] = []

    private var share: CountedShare { job.share }
    private var tally: Tally { share.backend.tally }
    var search: SecretSearch { SecretSearch(share.backend.tokens) }

    /// The call that the fault was put into: the last one of a killed program, the first injected one of another.
    var hit: TracedCall? {
        guard let trace else { return nil }
        switch point.fault {
        case .kill:
            return trace.calls.last { $0.name == point.call.name && $0.number == point.call.number && $0.isCutOff }
        case .error, .fullDisk: return trace.calls.first(where: \.isInjected)
        }
    }

    func judged() throws -> SweepEvidence {
        var judged = self
        judged.problems += wrongAtTheServer + wrongOnTheShare + wrongInTheOutcome + leaks
        return judged
    }

    // MARK: Outcome

    enum Outcome: String, CaseIterable {
        case delivered
        case uncertain
        /// The editor's AI changed nothing.
        case unchanged
        case disk = "failed for the disk"
        case other = "of no explained end"
    }

    var outcome: Outcome {
        if share.exists("outbox/clip.mp4"), share.names(in: "failed").isEmpty { return .delivered }
        let reason = share.text(of: "failed/clip.log").split(separator: "\n").first ?? ""
        if reason.hasPrefix("It is uncertain whether the edit was made") { return .uncertain }
        if reason.hasPrefix("Nothing was changed.") { return .unchanged }
        return reason.contains("disk") ? .disk : .other
    }

    private var wrongInTheOutcome: [String] {
        switch outcome {
        case .delivered: job.scenario != .returning ? [] : ["delivered, though nothing was changed"]
        case .unchanged: job.scenario == .returning ? [] : ["failed, though the edit was made"]
        case .uncertain: wasMessageInFlight ? [] : ["uncertain, though the message was not in flight"]
        case .disk: point.fault == .error("EIO") ? [] : ["failed for the disk, which \(point.fault) does not explain"]
        case .other: ["neither delivered nor failed for a reason that the fault explains"]
        }
    }

    /// Whether the fault came when the message was about to be sent, by the trace: after the last look at the timeline
    /// before it, something was written to the ledger, and the server never took the message on.
    private var wasMessageInFlight: Bool {
        guard let calls = trace?.calls, tally.acceptedMessages() == 0 else { return false }
        let isUploaded = calls.contains { $0.place.hasPrefix("backend, POST /api/upload") && $0.hasSucceeded }
        guard isUploaded, let look = calls.lastIndex(where: { $0.place.hasPrefix("backend, GET /api/state") }) else {
            return false
        }
        return calls[look...].contains { $0.isOfLedger && $0.name == "pwrite64" }
    }

    // MARK: Server

    private var wrongAtTheServer: [String] {
        var wrong = tally.violations.map { "violation: \($0)" }
        let accepted = tally.acceptedMessages()
        if accepted > 1 { wrong.append("\(accepted) messages were accepted") }
        if accepted == 0, outcome == .delivered { wrong.append("delivered without a message") }
        if accepted == 0, outcome == .unchanged { wrong.append("an answer without a message") }
        if accepted == 1, outcome == .uncertain { wrong.append("uncertain, though the edit was made") }
        let renders = Set(tally.exports.map(\.id))
        if renders.count > 1 + job.scenario.jobsBefore { wrong.append("\(renders.count) renders were asked for") }
        if tally.uploads.count > 2 { wrong.append("\(tally.uploads.count) uploads") }
        if wasTokenDenied, !wasTokenOnItsWay { wrong.append("a second token was asked for, though the first was kept") }
        if outcome == .delivered {
            let render = share.render(of: "outbox/clip.mp4")
            if render != tally.exports.last?.id { wrong.append("the result is of no render: \(render ?? "-")") }
        }
        return wrong
    }

    /// Whether the fault came between asking for the token and keeping it.
    private var wasTokenOnItsWay: Bool {
        guard let calls = trace?.calls else { return false }
        let isAsked = calls.contains { $0.place.hasPrefix("backend, POST /api/auth/anonymous-token") }
        let isKept = calls.contains {
            $0.place == "state/.anonymous-token.new" && $0.name == "renameat" && $0.hasSucceeded
        }
        return isAsked && !isKept
    }

    // MARK: Share

    private var wrongOnTheShare: [String] {
        var wrong: [String] = []
        for (what, content) in [("clip", Data(share.backend.clip)), ("prompt", Data(job.scenario.prompt.utf8))] {
            let places = share.whereabouts(of: content)
            let isInReach = places.allSatisfy { $0.hasPrefix("archive/") || $0.hasPrefix("failed/") }
            if places.count != 1 || !isInReach { wrong.append("the \(what) is at \(places)") }
        }
        let outbox = share.names(in: "outbox"), failed = share.names(in: "failed")
        if outcome == .delivered {
            if outbox != ["clip.log", "clip.mp4"] { wrong.append("the outbox holds \(outbox)") }
            if !failed.isEmpty { wrong.append("failed/ holds \(failed)") }
        } else {
            if !outbox.isEmpty { wrong.append("the outbox holds \(outbox)") }
            if failed != ["clip.log", "clip.mp4", "clip.prompt.txt"] { wrong.append("failed/ holds \(failed)") }
        }
        // A kill between telling and recording has it told twice.
        let tellings = share.text(of: "outbox/clip.log").ranges(of: "Delivered clip.mp4").count
        if outcome == .delivered, point.fault == .kill, !(1...2).contains(tellings) {
            wrong.append("the log tells of the delivery \(tellings) times")
        }
        let workshop = share.names(in: ".longtake")
        if workshop != ["claimed", "daemon.lock", "root.id"] { wrong.append(".longtake holds \(workshop)") }
        if !share.names(in: ".longtake/claimed").isEmpty { wrong.append("something is left in .longtake/claimed") }
        wrong += share.leftovers.map { "left over: \($0)" } + share.tornFiles.map { "torn: \($0)" }
        let states = ledger.map(\.state)
        let expected = outcome == .delivered ? "finished" : "failed"
        let before = [String](repeating: "finished", count: job.scenario.jobsBefore)
        if states != [expected] + before { wrong.append("the ledger says \(states)") }
        return wrong
    }

    // MARK: Tokens

    private var leaks: [String] {
        let credentials: Set = ["anonymous-token", ".anonymous-token.new"]
        return search.files(below: share.root).map { "a token in the share's \($0)" }
            + search.files(below: share.state, allowing: credentials).map { "a token in the state's \($0)" }
            + outputs.indices.filter { search.isIn(outputs[$0]) }.map { "a token in the output of daemon \($0 + 1)" }
            + exposed.map { "process \($0) shows a token" }
    }
}

extension TracedCall {
    /// Whether the program was killed before the call was carried out.
    fileprivate var isCutOff: Bool { result.isEmpty || result.hasPrefix("?") }
}
