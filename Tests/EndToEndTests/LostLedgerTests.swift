// The ledger is lost or damaged while files are claimed: every file comes back through failed/, and nothing is sent again.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct LostLedgerTests {
    private static let quick = ["timing.settle": "100ms"]

    @Test(arguments: HeldCall.wholeJob + [HeldCall(.message, worked: false)])
    func `without its ledger a job's files come back, and nothing more is asked for`(held: HeldCall) async throws {
        let share = try await CountedShare()
        try share.drop(prompt: "extend it")
        _ = share.hold(held)
        let first = share.daemon(Self.quick)
        try await share.stands(at: held, from: first)
        try await first.killAtOnce()
        share.removeLedger()
        let asked = share.backend.tally.exchanges.count
        let daemon = share.daemon(Self.quick)
        try await share.isOver(by: daemon)
        share.hasReturned("clip", by: daemon)
        #expect(share.backend.tally.exchanges.count == asked, "\(share.account(of: daemon))")
    }

    @Test func `a ledger deleted without its companions is a lost one`() async throws {
        let share = try await CountedShare()
        let held = HeldCall(.message, worked: true)
        try share.drop(prompt: "extend it")
        _ = share.hold(held)
        let first = share.daemon(Self.quick)
        try await share.stands(at: held, from: first)
        try await first.killAtOnce()
        try FileManager.default.removeItem(atPath: share.state + "/ledger.sqlite")
        let daemon = share.daemon(Self.quick)
        try await share.isOver(by: daemon)
        share.hasReturned("clip", by: daemon)
        #expect(share.backend.receivedMessages() == 1)
    }

    @Test func `the log of a lost job goes with its files`() async throws {
        let share = try await CountedShare()
        let held = HeldCall(.message, worked: true)
        try share.drop(prompt: "extend it")
        _ = share.hold(held)
        let first = share.daemon(Self.quick)
        try await share.stands(at: held, from: first)
        try await first.killAtOnce()
        share.removeLedger()
        let daemon = share.daemon(Self.quick)
        try await share.isOver(by: daemon)
        share.hasReturned("clip", by: daemon)
        #expect(share.names(in: "outbox").isEmpty, "\(share.account(of: daemon))")
        #expect(share.text(of: "failed/clip.log").contains("Picked up clip.mp4"), "what was told is not lost")
    }

    /// The `-wal` companion holds what was written last: without it the ledger is an old one, as if from a backup.
    @Test func `a ledger that has fallen back to an older state does not send a message again`() async throws {
        let share = try await CountedShare()
        let rule = share.backend.faults.on(.upload, .html(503))
        let first = share.daemon(Self.quick)
        try await first.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await first.wrote("Waiting: ")
        try await first.send(SIGTERM)
        #expect(try await first.ending() == .exited(0))
        let old = try Data(contentsOf: URL(fileURLWithPath: share.state + "/ledger.sqlite"))

        share.backend.faults.remove(rule)
        let held = HeldCall(.renderStatus, worked: false)
        _ = share.hold(held)
        let second = share.daemon(Self.quick)
        try await share.stands(at: held, from: second)
        try await second.killAtOnce()
        share.removeLedger()
        try old.write(to: URL(fileURLWithPath: share.state + "/ledger.sqlite"))
        share.backend.faults.clear()

        // However often it is started.
        for _ in 1...3 {
            let third = share.daemon(Self.quick)
            #expect(try await third.ending() == .exited(78), "\(share.account(of: third))")
            #expect(third.output.contains("Move it away"), "\(third.output)")
        }
        share.removeLedger()
        let fourth = share.daemon(Self.quick)
        try await share.isOver(by: fourth)
        share.hasReturned("clip", by: fourth)
        #expect(share.backend.receivedMessages() == 1)
    }

    @Test func `drops of one name and of folders all come back, each with its prompt`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.session, .hang(at: .read))
        let first = share.daemon(Self.quick)
        try await first.wrote("under watch")
        let folders = ["", "spring/", "spring/day 1/"]
        for folder in folders {
            try FileManager.default.createDirectory(
                atPath: share.path("inbox/\(folder)"), withIntermediateDirectories: true)
            try share.drop("\(folder)clip", prompt: "of \(folder)")
        }
        try await areClaimed(folders.count, on: share, from: first)
        // Dropped again while the first is claimed: a job of its own, of the same name.
        try share.drop(prompt: "once more")
        try await areClaimed(folders.count + 1, on: share, from: first)
        try await first.killAtOnce()
        share.removeLedger()
        let daemon = share.daemon(Self.quick)
        try await share.isWorkedOff(by: daemon)
        #expect(
            share.names(in: "failed").filter { $0 != "spring" } == [
                "clip (2).log", "clip (2).mp4", "clip (2).prompt.txt", "clip.log", "clip.mp4", "clip.prompt.txt",
            ], "\(share.account(of: daemon))")
        for folder in folders.dropFirst() {
            let names = share.names(in: "failed/\(folder)").filter { $0.hasPrefix("clip") }
            #expect(names == ["clip.log", "clip.mp4", "clip.prompt.txt"])
            #expect(share.text(of: "failed/\(folder)clip.prompt.txt") == "of \(folder)")
        }
        #expect(
            Set(["clip", "clip (2)"].map { share.text(of: "failed/\($0).prompt.txt") }) == ["of ", "once more"])
        #expect(share.whereabouts(of: Data(share.backend.clip)).count == folders.count + 1)
        #expect(share.tornFiles == [])
        #expect(share.backend.receivedMessages() == 0)
    }

    /// Waits until so many drops are claimed, with all their files.
    private func areClaimed(_ count: Int, on share: CountedShare, from daemon: ProgramUnderTest) async throws {
        try await eventually("\(count) drops are claimed", seen: { share.account(of: daemon) }) {
            let files = share.files
            return files.count { $0.hasPrefix(".longtake/claimed/") && $0.contains("/files/") } == 2 * count
                && !files.contains { $0.hasPrefix("inbox/") }
        }
    }

    @Test func `what is in the inbox when the ledger is lost is worked on as ever`() async throws {
        let share = try await CountedShare()
        let held = HeldCall(.renderStatus, worked: false)
        _ = share.hold(held)
        let first = share.daemon(Self.quick)
        try await first.wrote("under watch")
        try share.drop("old", prompt: "extend it")
        try await share.stands(at: held, from: first)
        try await first.killAtOnce()
        share.removeLedger()
        share.backend.faults.clear()
        try share.drop("new", prompt: "extend this")
        let daemon = share.daemon(Self.quick)
        try await share.isOver("new", by: daemon)
        share.hasReturned("old", by: daemon)
        #expect(share.exists("outbox/new.mp4"))
        #expect(share.backend.receivedMessages() == 2)
        #expect(share.backend.acceptedMessages(text: "extend it") == 1)
    }

    @Test(arguments: [true, false])
    func `a ledger deleted under a running daemon loses no file`(isKilled: Bool) async throws {
        let share = try await CountedShare()
        let held = HeldCall(.renderStatus, worked: false)
        let gate = share.hold(held)
        let first = share.daemon(Self.quick)
        try await first.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await share.stands(at: held, from: first)
        share.removeLedger()
        // A drop that comes after it is safe, too.
        try share.drop("late", prompt: "extend this")
        if isKilled {
            try await eventually("it is claimed, or left alone", seen: { share.account(of: first) }) {
                share.names(in: ".longtake/claimed").count == 2 || first.output.contains("was not taken")
            }
            try await first.killAtOnce()
        } else {
            gate.open()
            try await eventually("the daemon is done, or has ended", seen: { share.account(of: first) }) {
                let isAlive = (try? DaemonProcess(ofState: share.state).isAlive) ?? false
                return !isAlive || (share.names(in: ".longtake/claimed") + share.names(in: "inbox")).isEmpty
            }
            try await first.send(SIGTERM)
            _ = try await first.ending()
        }
        share.backend.faults.clear()
        let daemon = share.daemon(Self.quick)
        try await daemon.wrote("under watch")
        try await share.isOver(by: daemon)
        try await share.isOver("late", by: daemon)
        let account = Comment(rawValue: share.account(of: daemon))
        #expect(share.whereabouts(of: Data(share.backend.clip)).count == 2, account)
        #expect(share.names(in: "inbox").isEmpty)
        #expect(share.backend.receivedMessages(text: "extend it") == 1, account)
        #expect(share.backend.receivedMessages(text: "extend this") <= 1, account)
        #expect(share.tornFiles == [])
    }
}
