// A ledger that cannot be read any more: the daemon says what to do and changes nothing; done so, all files come back.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct DamagedLedgerTests {
    private static let quick = ["timing.settle": "100ms", "timing.drain": "100ms"]

    enum Damage: String, CaseIterable, Sendable {
        case garbage, garbageWithin, cutShort, anotherFile

        func apply(to path: String) throws {
            var random = SeededGenerator(seed: 4)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            let noise = Data((0..<8192).map { _ in UInt8.random(in: 0...255, using: &random) })
            let damaged: Data
            switch self {
            case .garbage: damaged = noise
            case .garbageWithin: damaged = whole.prefix(4096) + noise + whole.dropFirst(4096 + noise.count)
            case .cutShort: damaged = whole.prefix(whole.count / 2)
            case .anotherFile: damaged = Data("This is my shopping list.\n".utf8)
            }
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try file.truncate(atOffset: 0)
            try file.write(contentsOf: damaged)
            try file.close()
        }
    }

    @Test(arguments: Damage.allCases)
    func `a damaged ledger ends the start with what to do, and nothing is changed`(damage: Damage) async throws {
        let share = try await CountedShare()
        let held = HeldCall(.message, worked: true)
        try share.drop(prompt: "extend it")
        _ = share.hold(held)
        let first = share.daemon(Self.quick)
        try await share.stands(at: held, from: first)
        try await first.send(SIGTERM)
        _ = try await first.ending()
        try damage.apply(to: share.state + "/ledger.sqlite")
        let before = try contents(of: share)
        let asked = share.backend.tally.exchanges.count

        let refused = share.daemon(Self.quick)
        #expect(try await refused.ending() == .exited(78), "\(refused.output)")
        #expect(refused.output.contains("\(share.state)/ledger.sqlite is damaged or is no ledger"), "\(refused.output)")
        #expect(refused.output.contains("Move it away"), "\(refused.output)")
        let after = try contents(of: share)
        #expect(Set(after.keys) == Set(before.keys))
        #expect(after.filter { before[$0.key] != $0.value }.keys.sorted() == [])
        #expect(share.backend.tally.exchanges.count == asked)

        // Doing what it says gives the files back.
        share.removeLedger()
        let daemon = share.daemon(Self.quick)
        try await share.isOver(by: daemon)
        share.hasReturned("clip", by: daemon)
        #expect(share.backend.receivedMessages() == 1)
    }

    @Test func `a ledger that is damaged while the daemon runs loses no file and sends nothing twice`() async throws {
        let share = try await CountedShare()
        let held = HeldCall(.renderStatus, worked: false)
        let gate = share.hold(held)
        let first = share.daemon(Self.quick)
        try await first.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await share.stands(at: held, from: first)
        for name in share.ledgerNames where FileManager.default.fileExists(atPath: share.state + "/" + name) {
            try Damage.garbage.apply(to: share.state + "/" + name)
        }
        gate.open()
        try await eventually("the daemon is done, or has ended", seen: { share.account(of: first) }) {
            let isAlive = (try? DaemonProcess(ofState: share.state).isAlive) ?? false
            return !isAlive || share.names(in: ".longtake/claimed").isEmpty
        }
        try await first.send(SIGTERM)
        _ = try await first.ending()
        share.removeLedger()
        let daemon = share.daemon(Self.quick)
        try await daemon.wrote("under watch")
        try await share.isOver(by: daemon)
        #expect(share.whereabouts(of: Data(share.backend.clip)).count == 1, "\(share.account(of: daemon))")
        #expect(share.backend.receivedMessages() == 1)
    }

    /// All files of root and state by path, but for the locks, which every start writes into, and the shared memory of
    /// SQLite, which holds nothing of its own.
    private func contents(of share: CountedShare) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for folder in [share.root, share.state] {
            for name in FileManager.default.subpaths(atPath: folder) ?? [] {
                if name.hasSuffix("daemon.lock") || name.hasSuffix("-shm") { continue }
                contents["\(folder)/\(name)"] = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
            }
        }
        return contents
    }
}
