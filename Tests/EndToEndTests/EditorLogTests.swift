// What an editor reads in the log of a job: its place in the queue, what it cost, where to look at it, and last the result.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct EditorLogTests {
    private func lines(_ log: String) -> [String] { log.split(separator: "\n").map(String.init) }

    @Test func `the log tells the cost and a link, and its last line the result`() async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend it\n---\nexport\n---\nextend it again")
        try await share.waits(for: "outbox/clip.take2.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)
        let log = lines(share.text(of: "outbox/clip.log"))
        #expect(log.last?.hasSuffix("Done. The final take is clip.take2.mp4.") == true, "\(log)")
        let delivered = log.filter { $0.contains("Delivered") }
        #expect(delivered.count == 2)
        #expect(delivered.first?.contains("credits spent") == false, "more was still to come")
        #expect(delivered.last?.contains(/, [1-9][0-9]* credits spent\)\.$/) == true, "\(delivered)")
        #expect(log.count { $0.contains("To open the project in a browser, within seven days: ") } == 1)
        #expect(share.backend.tally.violations.isEmpty)
    }

    @Test(arguments: [CallKind.credits, .claimLink])
    func `what is only nice to know fails nothing and is waited for a moment only`(call: CallKind) async throws {
        let share = try await CountedShare()
        let gate = Gate()
        share.backend.faults.on(call, .hold(gate, at: .read))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await share.isDoneWhole(by: daemon)
        #expect(!share.text(of: "outbox/clip.log").contains(call == .credits ? "credits spent" : "in a browser"))
        #expect(lines(share.text(of: "outbox/clip.log")).last?.hasSuffix("Done. The result is clip.mp4.") == true)
        gate.open()
    }

    @Test func `who has to wait is told how many are ahead`() async throws {
        let share = try await CountedShare()
        let held = HeldCall(.message, worked: false)
        let gate = share.hold(held)
        let daemon = share.daemon(["workers": "1"])
        try await daemon.wrote("under watch")
        try share.drop("first", prompt: "extend it")
        try await share.stands(at: held, from: daemon)
        for name in ["second", "third"] {
            try share.drop(name, prompt: "extend it")
            try await eventually("\(name) is told its turn", seen: { share.account(of: daemon) }) {
                share.text(of: "outbox/\(name).log").contains("Waiting its turn")
            }
        }
        gate.open()
        for name in ["first", "second", "third"] { try await share.waits(for: "outbox/\(name).mp4", from: daemon) }
        try await share.isWorkedOff(by: daemon)
        #expect(!share.text(of: "outbox/first.log").contains("Waiting its turn"))
        #expect(share.text(of: "outbox/second.log").contains("Waiting its turn: it is next."))
        #expect(share.text(of: "outbox/third.log").contains("Waiting its turn: one job is ahead."))
    }
}
