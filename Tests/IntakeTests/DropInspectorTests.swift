// What is found in files of the inbox, without following or opening what must not be.

import FileAccess
import Inspection
import Intake
import JobModel
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct DropInspectorTests {
    private func report(
        on name: FileName, after script: String, _ settings: IntakeSettings = IntakeSettings()
    ) async throws -> FileReport {
        let share = try await InboxShare(script)
        let inspector = DropInspector(settings: settings, magic: try MagicDatabase())
        let inspected = try inspector.inspect(name, in: share.root.inbox)
        #expect(try inspected.condition == share.fingerprint(name))
        return inspected.report
    }

    @Test func `a whole clip`() async throws {
        let report = try await report(on: "clip.mp4", after: "cp $clip inbox/clip.mp4")
        #expect(report == FileReport(finding: .media(contentType: "video/mp4", .whole), isFreeOfWriters: true))
    }

    @Test func `a clip that broke off`() async throws {
        let report = try await report(on: "clip.mp4", after: "head -c 200000 $clip > inbox/clip.mp4")
        guard case .media("video/mp4", .incomplete) = report.finding else { throw Unexpected(report) }
    }

    @Test(arguments: [
        ": > inbox/clip.mp4", "head -c 4000 /dev/zero > inbox/clip.mp4", "truncate -s 4000 inbox/clip.mp4",
    ])
    func `a clip of nothing or zeros cannot be judged yet`(script: String) async throws {
        let report = try await report(on: "clip.mp4", after: script)
        guard case .notYet = report.finding else { throw Unexpected(report) }
    }

    @Test func `a program called mp4 is refused`() async throws {
        let report = try await report(on: "clip.mp4", after: "cp /bin/true inbox/clip.mp4")
        guard case .refused(let failure) = report.finding else { throw Unexpected(report) }
        #expect(failure.code == Failure.Code("not-media"))
        #expect(failure.message.contains("ELF"))
    }

    @Test func `a clip that is too large is refused with its size and the limit`() async throws {
        var settings = IntakeSettings()
        settings.maxFile = 500_000
        let report = try await report(on: "clip.mp4", after: "cp $clip inbox/clip.mp4", settings)
        guard case .refused(let failure) = report.finding else { throw Unexpected(report) }
        #expect(failure.message == "clip.mp4 is too large: 510 kB, and at most 500 kB are accepted.")
    }

    @Test func `a clip as large as is accepted is not`() async throws {
        var settings = IntakeSettings()
        settings.maxFile = 509_868
        let report = try await report(on: "clip.mp4", after: "cp $clip inbox/clip.mp4", settings)
        guard case .media = report.finding else { throw Unexpected(report) }
    }

    @Test(arguments: ["clip.prompt.txt", "clip.mp4.prompt.txt", "clip.prompt.txt.txt"] as [FileName])
    func `a prompt is read in steps`(name: FileName) async throws {
        let script = "printf 'Make it brighter, please.\\r\\n---\\r\\ncredits\\r\\n' > inbox/\(name)"
        let report = try await report(on: name, after: script)
        let steps = ["Make it brighter, please.", "credits"]
        #expect(report == FileReport(finding: .prompt(steps: steps, language: "en"), isFreeOfWriters: true))
    }

    @Test(arguments: [": >", "printf ' \\r\\n\\t' >", "printf -- '---\\n---' >"])
    func `an empty prompt is not yet one`(script: String) async throws {
        let report = try await report(on: "clip.prompt.txt", after: script + " inbox/clip.prompt.txt")
        #expect(report.finding == .notYet("is empty so far"))
    }

    @Test(arguments: [
        ("head -c 65537 /dev/zero | tr '\\0' a >", "prompt-too-long"), ("cp /bin/true", "prompt-not-text"),
    ])
    func `a prompt that cannot be read is refused`(script: String, code: String) async throws {
        let report = try await report(on: "clip.prompt.txt", after: script + " inbox/clip.prompt.txt")
        guard case .refused(let failure) = report.finding else { throw Unexpected(report) }
        #expect(failure.code.rawValue == code)
    }

    @Test(arguments: [
        "ln -s $clip inbox/clip.mp4", "ln -s nowhere inbox/clip.mp4", "mkfifo inbox/clip.mp4", "mkdir inbox/clip.mp4",
        "cp $clip inbox/clip.mp4; ln inbox/clip.mp4 second",
    ])
    func `what is no file of its own is not opened`(script: String) async throws {
        let report = try await report(on: "clip.mp4", after: script)
        guard case .untouchable = report.finding else { throw Unexpected(report) }
        #expect(report.isFreeOfWriters == nil)
    }

    @Test func `a file that is being written to is not judged`() async throws {
        let share = try await InboxShare("cp /bin/true inbox/clip.mp4")
        let inspector = DropInspector(settings: IntakeSettings(), magic: try MagicDatabase())
        let writer = try ChildShell("exec 3>>inbox/clip.mp4; echo ready; read _ || :", in: share.path)
        let report = try inspector.inspect("clip.mp4", in: share.root.inbox).report
        #expect(report == FileReport(finding: .notYet("is still being written"), isFreeOfWriters: false))
        writer.end()
        #expect(try inspector.inspect("clip.mp4", in: share.root.inbox).report.isFreeOfWriters == true)
    }

    @Test func `a file that is gone is said to be missing`() async throws {
        let share = try await InboxShare()
        let inspector = DropInspector(settings: IntakeSettings(), magic: try MagicDatabase())
        let error = #expect(throws: FileError.self) { try inspector.inspect("clip.mp4", in: share.root.inbox) }
        #expect(error?.isMissing == true)
    }

    private struct Unexpected: Error {
        let report: FileReport
        init(_ report: FileReport) { self.report = report }
    }
}
