// Files that are dragged back from `failed/` go on from the step that failed, and nothing is paid for twice
// (FOLDER-CONTRACT 5). The backend counts.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RetryTests {
    /// A stage at which a job fails, and what is asked of the backend once it is brought back.
    struct Stumble: Sendable, CustomTestStringConvertible {
        let name: String
        let arrange: @Sendable (FaultScript) -> Void
        /// How its log begins.
        let reason: String
        /// The calls that are made again or for the first time afterwards; none else of those that change anything.
        let afterwards: Set<CallKind>
        var settings: [String: String] = [:]
        var prompt = "extend to 2 seconds"
        var messages = 1
        var exports = 1
        var testDescription: String { name }

        private static let whole: Set<CallKind> = [.session, .upload, .message, .export, .download]
        private static let downloads: Set<CallKind> = [.download, .fallbackDownload]

        static let all = [
            Stumble(
                name: "opening a session, 403",
                arrange: {
                    $0.on(.session, .first(1), .answer(.json("{\"detail\":\"no\"}", status: 403), worked: false))
                },
                reason: "The token lacks the permission", afterwards: whole),
            Stumble(
                name: "opening a session, a code", arrange: { $0.on(.session, .first(1), .refuse(5000, "not now")) },
                reason: "The video service answered with code 5000", afterwards: whole),
            Stumble(
                name: "uploading, 4001", arrange: { $0.on(.upload, .first(1), .refuse(4001)) },
                reason: "The video service does not accept this kind of file",
                afterwards: [.upload, .message, .export, .download]),
            Stumble(
                name: "uploading, 4002", arrange: { $0.on(.upload, .first(1), .refuse(4002)) },
                reason: "The file is too large", afterwards: [.upload, .message, .export, .download]),
            Stumble(
                name: "uploading, 413", arrange: { $0.on(.upload, .first(1), .status(413)) },
                reason: "The file is too large", afterwards: [.upload, .message, .export, .download]),
            Stumble(
                name: "reading the timeline before the message, 403",
                arrange: { $0.on(.state, .only(2), .status(403)) }, reason: "The token lacks the permission",
                afterwards: [.message, .export, .download]),
            Stumble(
                name: "the message, 403", arrange: { $0.on(.message, .first(1), .status(403)) },
                reason: "The token lacks the permission", afterwards: [.message, .export, .download]),
            Stumble(
                name: "the second message, a code",
                arrange: { $0.on(.message, .only(2), .refuse(5001, "the agent is not available")) },
                reason: "The video service answered with code 5001", afterwards: [.message, .export, .download],
                prompt: "one\n---\ntwo\n---\nthree", messages: 3),
            Stumble(
                name: "waiting for a quiet timeline, 403", arrange: { $0.on(.state, .only(3), .status(403)) },
                reason: "The token lacks the permission", afterwards: [.export, .download]),
            Stumble(
                name: "the export, 402", arrange: { $0.on(.export, .first(1), .refuse(402, "no", status: 402)) },
                reason: "The account's plan does not allow exports", afterwards: [.export, .download]),
            Stumble(
                name: "the export, a code", arrange: { $0.on(.export, .first(1), .refuse(5002, "no")) },
                reason: "The video service answered with code 5002", afterwards: [.export, .download]),
            Stumble(
                name: "asking for the render, 403", arrange: { $0.on(.renderStatus, .first(1), .status(403)) },
                reason: "The token lacks the permission", afterwards: [.download]),
            Stumble(
                name: "rendering, twice",
                arrange: { $0.on(.export, .first(2), .render(.fails(reason: "out of memory"))) },
                reason: "The video service could not render the result: out of memory",
                afterwards: [.export, .download],
                exports: 3),
            Stumble(
                name: "downloading, never a video", arrange: { $0.on(downloads, .file(.corrupt(from: 0))) },
                reason: "What the backend sent is not a video", afterwards: [.download]),
            Stumble(
                name: "downloading, always short", arrange: { $0.on(downloads, .file(.truncated(to: 2000))) },
                reason: "", afterwards: [.download]),
            Stumble(
                name: "downloading, refused", arrange: { $0.on(downloads, .status(403)) }, reason: "",
                afterwards: [.download]),
        ]

        /// The calls that change something, or cost something.
        static let counted = whole
    }

    @Test(arguments: Stumble.all)
    func `files brought back go on from the step that failed`(stumble: Stumble) async throws {
        let (share, daemon) = try await failed(at: stumble)
        let log = share.text(of: "failed/clip.log")
        #expect(log.hasPrefix(stumble.reason), "\(log)")
        #expect(share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
        let before = share.backend.tally.exchanges.count

        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        goesOn(stumble, share, after: before)
    }

    @Test(arguments: Stumble.all.enumerated().filter { $0.offset % 4 == 2 }.map(\.element))
    func `a retry by command goes on from the step that failed`(stumble: Stumble) async throws {
        let (share, daemon) = try await failed(at: stumble)
        let before = share.backend.tally.exchanges.count
        let answer = try await share.jobs("retry", try await share.job())
        #expect(answer.ending == .exited(0), "\(answer.text)")
        #expect(answer.text.contains("goes on"), "\(answer.text)")
        try await share.delivers(from: daemon)
        goesOn(stumble, share, after: before)
    }

    @Test(arguments: Stumble.all.enumerated().filter { $0.offset % 4 == 1 }.map(\.element))
    func `files brought back while no daemon runs go on as well`(stumble: Stumble) async throws {
        let (share, first) = try await failed(at: stumble)
        try await first.send(SIGTERM)
        #expect(try await first.ending() == .exited(0), "\(first.output)")
        let before = share.backend.tally.exchanges.count
        for name in ["clip.mp4", "clip.prompt.txt"] {
            try FileManager.default.moveItem(atPath: share.path("failed/\(name)"), toPath: share.path("inbox/\(name)"))
        }
        let second = share.daemon()
        try await share.delivers(from: second)
        goesOn(stumble, share, after: before)
    }

    // MARK: Means

    /// A job that has failed at a stage, the fault over.
    private func failed(at stumble: Stumble) async throws -> (share: CountedShare, daemon: ProgramUnderTest) {
        let share = try await CountedShare()
        stumble.arrange(share.backend.faults)
        let daemon = share.daemon(stumble.settings)
        try await daemon.wrote("under watch")
        try share.drop(prompt: stumble.prompt)
        try await share.givesBack(from: daemon)
        share.backend.faults.clear()
        return (share, daemon)
    }

    private func goesOn(_ stumble: Stumble, _ share: CountedShare, after before: Int) {
        let tally = share.backend.tally
        let afterwards = Set(tally.exchanges.dropFirst(before).map(\.call)).intersection(Stumble.counted)
        #expect(afterwards == stumble.afterwards)
        #expect(tally.sessions.count == 1)
        #expect(tally.uploads.count == 1)
        #expect(tally.acceptedMessages() == stumble.messages)
        #expect(tally.exports.count == stumble.exports)
        #expect(tally.exports.allSatisfy { $0.draft == .latest })
        #expect(tally.violations.isEmpty, "\(tally.account)")
        #expect(share.names(in: "failed").isEmpty)
        #expect(share.names(in: "inbox").isEmpty)
        #expect(share.names(in: "outbox") == ["clip.log", "clip.mp4"])
        #expect(share.render(of: "outbox/clip.mp4") == tally.exports.last?.id)
        let day = share.names(in: "archive").first ?? ""
        #expect(share.names(in: "archive/\(day)") == ["clip.mp4", "clip.prompt.txt"])
        let log = share.text(of: "outbox/clip.log")
        #expect(log.contains("Taken up again where it stopped."), "\(log)")
    }
}
