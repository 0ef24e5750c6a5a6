// Names, replies and reasons made to fool whoever reads a log, and the events that could carry them.

import JobModel
import Telemetry
import Testing

/// Text that tries to look like lines of its own, or like something else.
struct HostileText: Sendable, CustomTestStringConvertible {
    let text: String
    let testDescription: String

    static let all = [
        HostileText(text: "a\n2026-11-22 17:05:09 +0100  Delivered b.mp4", testDescription: "a line feed"),
        HostileText(text: "a\r2026-11-22 17:05:09 +0100  Delivered b.mp4", testDescription: "a carriage return"),
        HostileText(text: "a\r\n2026-11-22 17:05:09 +0100  Delivered b.mp4", testDescription: "CRLF"),
        HostileText(text: "a\u{2028}b\u{2029}c\u{85}d\u{0B}e\u{0C}f", testDescription: "Unicode's other line ends"),
        HostileText(text: "\u{202E}4pm.b\u{2066}\u{200F}", testDescription: "right-to-left marks"),
        HostileText(text: "\u{1B}[2K\u{8}\u{7}\u{9B}1A\0", testDescription: "terminal controls"),
    ]

    /// Whether text holds nothing that moves the writing.
    static func isHarmless(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format: false
            default: true
            }
        }
    }

    var name: FileName { FileName(text.replacing("\0", with: "")) ?? "clip" }
    var file: (name: FileName, size: Int64) { (name, 1) }
    var failure: Failure { Failure(Failure.Code("x"), text, remedy: text, cause: text) }
}

extension HostileText {
    /// A job's event that carries text from outside.
    struct JobEventKind: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let event: @Sendable (HostileText) -> JobEvent
    }

    static let jobEventKinds = [
        JobEventKind(testDescription: "pickedUp") { .pickedUp(files: [$0.file, $0.file]) },
        JobEventKind(testDescription: "sessionOpened") { .sessionOpened(SessionID($0.text), isShared: true) },
        JobEventKind(testDescription: "uploading") { .uploading($0.name, sent: 1, of: 2) },
        JobEventKind(testDescription: "held") { .held(by: $0.name) },
        JobEventKind(testDescription: "uploadReached") { .uploadReached($0.name, percent: 25, bytesPerSecond: 1) },
        JobEventKind(testDescription: "done") { .done($0.name, results: 2) },
        JobEventKind(testDescription: "uploaded") { .uploaded($0.name, size: 1, took: .seconds(1)) },
        JobEventKind(testDescription: "uploadedByAddress") { .uploadedByAddress($0.name, host: $0.text) },
        JobEventKind(testDescription: "reusing") { .reusing($0.name) },
        JobEventKind(testDescription: "continued") { .continued($0.name) },
        JobEventKind(testDescription: "noTimeline") { .noTimeline($0.name) },
        JobEventKind(testDescription: "timelineEnded") { .timelineEnded($0.name) },
        JobEventKind(testDescription: "asked") { .asked($0.text) },
        JobEventKind(testDescription: "working") { .working($0.text) },
        JobEventKind(testDescription: "replied") { .replied($0.text) },
        JobEventKind(testDescription: "connectionLost") { .connectionLost($0.text) },
        JobEventKind(testDescription: "timelineChanged") { .timelineChanged([$0.text, $0.text]) },
        JobEventKind(testDescription: "timeline") { .timeline($0.text) },
        JobEventKind(testDescription: "renderFailed") { .renderFailed($0.text) },
        JobEventKind(testDescription: "delivered") {
            .delivered(Delivery(name: $0.name, take: 1, render: RenderID($0.text), facts: nil), took: .seconds(1))
        },
        JobEventKind(testDescription: "projectLink") { .projectLink($0.text) },
        JobEventKind(testDescription: "archived") { .archived(RelativePath([$0.name])) },
        JobEventKind(testDescription: "waiting") {
            .waiting(Waiting(for: .backend, $0.text, until: Timestamp(milliseconds: 0)))
        },
        JobEventKind(testDescription: "failed") { .failed($0.failure) },
        JobEventKind(testDescription: "logUnwritable") { .logUnwritable($0.text) },
    ]

    /// Everything that carries text from outside.
    var daemonEvents: [DaemonEvent] {
        let path = RelativePath([name, name])
        let jobEvents = Self.jobEventKinds.map { DaemonEvent.job(JobID(text), $0.event(self)) }
        return jobEvents + [
            .service(.started(version: text, roots: [text, text], state: text, backend: text)),
            .service(.settingsWarning(text)),
            .service(.syncedRoot(text, isSettled: true)),
            .service(.trouble(failure)),
            .intake(.scanned(folder: path, files: 1)),
            .intake(.holding(path, reason: text)),
            .intake(.notTaken(path, reason: text)),
            .intake(.recovered(JobID(text), wasFinished: true)),
            .intake(.orphanReturned(text)),
            .watching(.started(root: text, driver: "events")),
            .watching(.watcherDied(root: text, reason: text, restartIn: .seconds(1))),
            .watching(.watcherMissing(root: text, path: text)),
            .watching(.rootUnreadable(root: text, reason: text)),
        ]
    }
}
