// The same clip and prompt as a job that is done: its result again, free, and never a message (FOLDER-CONTRACT 5).

import CountingBackend
import Foundation
import JobModel
import Ledger
import Outbox
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct DuplicateTests {
    @Test(arguments: ["clip", "renamed"] as [FileName])
    func `the file that is still in the outbox is delivered again`(stem: FileName) async throws {
        try await JobBench.with { bench in
            try await bench.does(.drop, "clip", "extend it")
            let calls = bench.tally.exchanges.count { $0.call != .claimLink }
            let again = try await bench.does(.drop, stem, "extend it")
            #expect(again.state == .finished)
            #expect(bench.tally.exchanges.count { $0.call != .claimLink } == calls, "\(bench.tally.account)")
            let name = stem == "clip" ? "clip.take2" : "renamed"
            #expect(bench.contents("outbox/clip.mp4") == bench.contents("outbox/\(name).mp4"))
            #expect(bench.fileNumber("outbox/clip.mp4") != bench.fileNumber("outbox/\(name).mp4"), "linked, not copied")
            let log = bench.text("outbox/\(name).log")
            #expect(log.contains("the same clip and prompt as \u{201C}clip\u{201D}, which is done"), "\(log)")
            #expect(log.contains("For a new variation change the wording of the prompt."))
            #expect(bench.names(in: ".longtake/claimed").isEmpty)
        }
    }

    @Test(arguments: OutboxLoss.allCases)
    func `a result that is not there as it was delivered is rendered again from the same draft`(
        loss: OutboxLoss
    ) async throws {
        try await JobBench.with { bench in
            try await bench.does(.drop, "clip", "extend it")
            // The timeline goes on meanwhile: what is delivered again is what was delivered then.
            try await bench.does(.followUp, "clip", "add music")
            try loss.befall(bench.path("outbox/clip.mp4"))
            let again = try await bench.does(.drop, "other", "extend it")
            #expect(again.state == .finished)
            let tally = bench.tally
            #expect(tally.sessions.count == 1)
            #expect(tally.uploads.count == 1)
            #expect(tally.messages.map(\.text) == ["extend it", "add music"])
            #expect(tally.exports.map(\.draft) == [.latest, .latest, .earlier])
            #expect(Set(tally.exports.map(\.id)).count == 3)
            #expect(bench.render(of: "other.mp4") == tally.exports.last?.id)
            #expect(tally.violations.isEmpty, "\(tally.account)")
            #expect(bench.text("outbox/other.log").contains("rendering it once more, free"))
        }
    }

    /// What may have become of a result.
    enum OutboxLoss: String, CaseIterable, Sendable {
        case collected, changed, replacedByLink, replacedByPipe, replacedByFolder

        func befall(_ path: String) throws {
            let files = FileManager.default
            if self == .changed {
                // As long as before, and another content.
                let size = files.contents(atPath: path)?.count ?? 0
                return try Data(repeating: 7, count: size).write(to: URL(fileURLWithPath: path))
            }
            let aside = path + ".aside"
            try files.moveItem(atPath: path, toPath: aside)
            switch self {
            case .collected, .changed: try files.removeItem(atPath: aside)
            case .replacedByLink: try files.createSymbolicLink(atPath: path, withDestinationPath: aside)
            case .replacedByPipe: mkfifo(path, 0o666)
            case .replacedByFolder: try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            }
        }
    }

    @Test func `every take is delivered again, in order`() async throws {
        try await JobBench.with { bench in
            let first = try await bench.over(try await bench.take(.drop, "clip", "one", "export", "credits", "two"))
            let again = try await bench.over(try await bench.take(.drop, "other", "one", "export", "credits", "two"))
            #expect(first.deliveries.map(\.name) == ["clip.mp4", "clip.take2.mp4"])
            #expect(again.deliveries.map(\.name) == ["other.mp4", "other.take2.mp4"])
            for ending in [".mp4", ".take2.mp4"] {
                #expect(bench.contents("outbox/clip\(ending)") == bench.contents("outbox/other\(ending)"))
            }
            #expect(bench.tally.messages.count == 2)
            #expect(bench.tally.exports.count == 2)
        }
    }

    @Test func `a copy that was handed out serves as well as the first`() async throws {
        try await JobBench.with { bench in
            try await bench.does(.drop, "clip", "extend it")
            try await bench.does(.drop, "second", "extend it")
            try FileManager.default.removeItem(atPath: bench.path("outbox/clip.mp4"))
            bench.backend.forgetSessions()
            let third = try await bench.does(.drop, "third", "extend it")
            #expect(third.state == .finished)
            #expect(bench.contents("outbox/second.mp4") == bench.contents("outbox/third.mp4"))
            #expect(bench.tally.exports.count == 1)
        }
    }

    @Test func `without file and session it fails, and is never paid again by itself`() async throws {
        try await JobBench.with { bench in
            try await bench.does(.drop, "clip", "extend it")
            try FileManager.default.removeItem(atPath: bench.path("outbox/clip.mp4"))
            bench.backend.forgetSessions()
            let again = try await bench.does(.drop, "clip", "extend it")
            #expect(again.failure?.code == .resultGone)
            #expect(again.failure?.remedy.contains("change the wording of the prompt") == true)
            #expect(bench.tally.messages.count == 1)
            #expect(bench.tally.sessions.count == 1)
            #expect(bench.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
            let reworded = try await bench.does(.drop, "clip", "extend it, please")
            #expect(reworded.state == .finished)
            #expect(bench.tally.messages.count == 2)
        }
    }

    // MARK: Not the same

    @Test func `another clip, prompt or folder is a job of its own`() async throws {
        try await JobBench.with { bench in
            try await bench.does(.drop, "clip", "extend it")
            try await bench.does(.drop, "clip", "extend it!")
            try await bench.does(.drop, "clip", "extend it", clip: "b clip")
            try await bench.does(.drop, "clip", "extend it", in: RelativePath(["spring"]))
            #expect(bench.tally.messages.count == 4)
        }
    }

    @Test func `where duplicates are redone each is paid for`() async throws {
        try await JobBench.with({ $0.duplicates = .redo }) { bench in
            try await bench.does(.drop, "clip", "extend it")
            try await bench.does(.drop, "clip", "extend it")
            #expect(bench.tally.messages.count == 2)
            #expect(bench.tally.sessions.count == 2)
        }
    }

    // MARK: The first still running

    @Test func `while the first is running the others wait, say for whom, and get its result the moment it is there`()
        async throws
    {
        try await JobBench.with { bench in
            let gate = Gate()
            bench.backend.faults.on(.message, .only(1), .hold(gate, at: .read))
            try await bench.take(.drop, "clip", "extend it")
            _ = try await bench.backend.saw("the message") { $0.received(.message) == 1 }
            var others: [JobID] = []
            for stem in ["second", "third"] as [FileName] {
                others.append(try await bench.take(.drop, stem, "extend it"))
            }
            for id in others { try await bench.waitsForOther(id) }
            #expect(
                bench.text("outbox/second.log").contains("Waiting: \u{201C}clip\u{201D} is the same clip and prompt"))
            gate.open()
            for id in others {
                let job = try await bench.over(id)
                #expect((job.state, job.twin) == (.finished, JobID("job-1")))
            }
            #expect(bench.tally.messages.count == 1)
            #expect(bench.tally.exports.count == 1)
        }
    }

    @Test func `many dropped at once are paid for once`() async throws {
        try await JobBench.with { bench in
            var ids: [JobID] = []
            for number in 1...20 {
                ids.append(try await bench.take(.drop, FileName("clip \(number)") ?? "clip", "extend it"))
            }
            for id in ids { #expect(try await bench.over(id).state == .finished) }
            #expect(bench.tally.messages.count == 1)
            #expect(bench.tally.uploads.count == 1)
            #expect(bench.tally.exports.count == 1)
            #expect(bench.names(in: "outbox").count == 40)
        }
    }

    @Test
    func `when the first fails after it was paid for so do those who waited; brought back, one is done by itself`()
        async throws
    {
        try await JobBench.with { bench in
            let gate = Gate()
            bench.backend.faults.on(.export, .only(1), .hold(gate, at: .read), .refuse(4001, "no video"))
            let first = try await bench.take(.drop, "clip", "extend it")
            _ = try await bench.backend.saw("the export") { $0.received(.export) == 1 }
            let second = try await bench.take(.drop, "second", "extend it")
            try await bench.waitsForOther(second)
            gate.open()
            #expect(try await bench.over(first).failure?.code == Failure.Code("unsupported-file"))
            let failed = try await bench.over(second)
            #expect(failed.failure?.code == .twinNotDone)
            #expect(bench.tally.messages.count == 1)
            #expect(bench.text("failed/second.log").contains("Move the files of \u{201C}clip\u{201D}"))

            try await bench.bringBack(failed)
            #expect(try await bench.over(second).state == .finished)
            #expect(bench.tally.messages.count == 2)
        }
    }

    @Test func `when the first fails before anything was paid one of those who waited is done by itself`() async throws
    {
        try await JobBench.with { bench in
            let gate = Gate()
            bench.backend.faults.on(.upload, .only(1), .hold(gate, at: .read), .refuse(4001, "no video"))
            let first = try await bench.take(.drop, "clip", "extend it")
            _ = try await bench.backend.saw("the upload") { $0.received(.upload) == 1 }
            let second = try await bench.take(.drop, "second", "extend it")
            try await bench.waitsForOther(second)
            gate.open()
            #expect(try await bench.over(first).failure?.code == Failure.Code("unsupported-file"))
            #expect(try await bench.over(second).state == .finished)
            #expect(bench.tally.messages.count == 1)
        }
    }

    @Test func `renders in one session take turns, whoever asks for them`() async throws {
        try await JobBench.with { bench in
            try await bench.does(.drop, "clip", "extend it")
            try FileManager.default.removeItem(atPath: bench.path("outbox/clip.mp4"))
            let gate = Gate()
            bench.backend.faults.on(.renderStatus, .only(1), .hold(gate, at: .read))
            let second = try await bench.take(.drop, "second", "extend it")
            _ = try await bench.backend.saw("the render") { $0.exports.count == 2 }
            let third = try await bench.take(.drop, "third", "extend it")
            let next = try await bench.take(.followUp, "clip", "add music")
            for id in [third, next] { try await bench.waitsForOther(id) }
            gate.open()
            for id in [second, third, next] { #expect(try await bench.over(id).state == .finished) }
            #expect(bench.tally.violations.isEmpty, "\(bench.tally.account)")
            #expect(bench.tally.messages.count == 2)
        }
    }
}

extension JobBench {
    func contents(_ name: String) -> Data? { FileManager.default.contents(atPath: path(name)) }

    func fileNumber(_ name: String) -> UInt64? {
        let facts = try? FileManager.default.attributesOfItem(atPath: path(name))
        return (facts?[.systemFileNumber] as? NSNumber)?.uint64Value
    }
}
