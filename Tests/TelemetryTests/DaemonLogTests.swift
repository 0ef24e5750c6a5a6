// At which level each event is logged, with which particulars, and always on one line.

import JobModel
import Logging
import Synchronization
import Telemetry
import Testing

@Suite struct DaemonLogTests {
    private let lines = RecordedLines()

    private func log(_ event: DaemonEvent, from level: Logger.Level = .trace) -> [RecordedLines.Line] {
        var logger = Logger(label: "test") { _ in RecordingLogHandler(lines: lines) }
        logger.logLevel = level
        DaemonLog(logger).record(event)
        return lines.taken()
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let event: DaemonEvent
        let level: Logger.Level
        /// Part of the line.
        let text: String
        var testDescription: String { "\(level): \(text)" }

        static func service(_ event: ServiceEvent, _ level: Logger.Level, _ text: String) -> Case {
            Case(event: .service(event), level: level, text: text)
        }
        static func watching(_ event: WatchingEvent, _ level: Logger.Level, _ text: String) -> Case {
            Case(event: .watching(event), level: level, text: text)
        }
        static func intake(_ event: IntakeEvent, _ level: Logger.Level, _ text: String) -> Case {
            Case(event: .intake(event), level: level, text: text)
        }
        static func job(_ event: JobEvent, _ level: Logger.Level, _ text: String) -> Case {
            Case(event: .job(JobID("job-1"), event), level: level, text: text)
        }
    }

    private static let failure = Failure(
        Failure.Code("disk"), "The disk is broken.", remedy: "Replace it.", cause: "EIO")

    @Test(
        arguments: [
            .service(
                .started(version: "1.0", roots: ["/a", "/b"], state: "/s", backend: "local"), .info,
                "longtake 1.0 watches /a, /b (state in /s, backend local)"),
            .service(.settingsWarning("unknown name"), .warning, "unknown name"),
            .service(.draining(deadline: .seconds(30)), .info, "30 s to finish"),
            .service(.stopped, .info, "stopped"),
            .service(.trouble(failure), .error, "The disk is broken. Replace it."),

            .watching(.started(root: "/a", driver: "events"), .info, "/a is watched by events"),
            .watching(.overflow(root: "/a"), .info, "too many events"),
            .watching(.watcherDied(root: "/a", reason: "killed", restartIn: .seconds(1)), .warning, "killed"),
            .watching(.watchLimit(root: "/a", unwatched: 3, limit: 10), .warning, "3 folders"),
            .watching(.watchLimit(root: "/a", unwatched: 0, limit: 10), .info, "within the limit"),
            .watching(.rootGone(root: "/a"), .warning, "not mounted"),

            .intake(.scanned(folder: RelativePath(["spring"]), files: 3), .debug, "inbox/spring: 3 files"),
            .intake(
                .holding(RelativePath(["clip"]), reason: "is short"), .debug, "inbox/clip is not complete yet: is short"
            ),
            .intake(
                .notTaken(RelativePath(["clip"]), reason: "it changed"), .warning,
                "inbox/clip was not taken: it changed"),
            .intake(.recovered(JobID("job-1"), wasFinished: true), .notice, "it goes on"),
            .intake(.recovered(JobID("job-1"), wasFinished: false), .notice, "back in the inbox"),
            .intake(.orphanReturned("job-1"), .error, "job-1"),

            .job(.pickedUp(files: [("clip.mp4", 1)]), .info, "Picked up clip.mp4"),
            .job(.uploading("clip.mp4", sent: 1, of: 2), .trace, "clip.mp4"),
            .job(.downloading(received: 1, of: 2), .trace, "1"),
            .job(.rendering(fraction: 0.5), .trace, "0.5"),
            .job(.renderReached(percent: 50), .info, "50%"),
            .job(.takenUpAgain(isAnew: true), .info, "from the beginning"),
            .job(.takenUpAgain(isAnew: false), .info, "where it stopped"),
            .job(.sessionLost, .info, "opening another one"),
            .job(.foundMade, .info, "The edit was made."),
            .job(.sendingAgain, .info, "once more"),
            .job(.renderLost, .info, "no longer knows the render"),
            .job(.working("edit"), .debug, "the backend runs edit"),
            .job(.replied("one\ntwo"), .info, "one\\u{A}    two"),
            .job(
                .waiting(Waiting(for: .room, "the disk is full.", until: Timestamp(milliseconds: 0))), .notice,
                "Waiting: the disk is full."),
            .job(.failed(failure), .warning, "The disk is broken. Replace it."),
            .job(.logUnwritable("no room"), .warning, "the editor's log: no room"),
            .job(.cancelled, .info, "Cancelled"),
        ] as [Case])
    func `each event is logged once at its level`(expected: Case) {
        let lines = log(expected.event)
        #expect(lines.map(\.level) == [expected.level])
        #expect(lines.first?.message.contains(expected.text) == true, "\(lines)")
    }

    @Test func `what is not for people is not logged`() {
        #expect(log(.job(JobID("job-1"), .started(resumedAfterRestart: false))).isEmpty)
        #expect(log(.job(JobID("job-1"), .sessionOpened(SessionID("s"), isShared: false))).isEmpty)
    }

    @Test func `a job's lines name it and a failure's carry its code and cause`() {
        #expect(log(.job(JobID("job-1"), .resumed)).first?.metadata == ["job": "job-1"])
        #expect(
            log(.job(JobID("job-1"), .failed(Self.failure))).first?.metadata
                == ["job": "job-1", "code": "disk", "cause": "EIO"])
        #expect(log(.service(.trouble(Self.failure))).first?.metadata == ["code": "disk", "cause": "EIO"])
    }

    @Test func `below the logger's level nothing is made`() {
        #expect(log(.job(JobID("job-1"), .working("edit")), from: .info).isEmpty)
    }

    @Test(arguments: HostileText.all)
    func `no event can forge a line`(text: HostileText) {
        for event in text.daemonEvents {
            for line in log(event) {
                #expect(HostileText.isHarmless(line.message), "\(event)")
                for value in line.metadata.values { #expect(HostileText.isHarmless(value), "\(event)") }
            }
        }
    }

    @Test func `every sink hears every event, in order`() {
        let (first, second) = (RecordedLines(), RecordedLines())
        let sinks = [first, second].map { lines in
            DaemonLog(Logger(label: "test") { _ in RecordingLogHandler(lines: lines) })
        }
        let fanOut = EventFanOut(sinks)
        fanOut.record(.service(.stopped))
        fanOut.record(.service(.settingsWarning("late")))
        for lines in [first, second] { #expect(lines.taken().map(\.message) == ["stopped", "late"]) }
    }
}

/// What was logged.
final class RecordedLines: Sendable {
    struct Line: Sendable {
        let level: Logger.Level
        let message: String
        let metadata: [String: String]
    }

    private let lines = Mutex<[Line]>([])

    func add(_ line: Line) { lines.withLock { $0.append(line) } }

    /// Everything logged since the last time this was asked.
    func taken() -> [Line] {
        lines.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }
}

/// A log handler that remembers.
private struct RecordingLogHandler: LogHandler {
    let lines: RecordedLines
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]

    init(lines: RecordedLines) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.add(
            RecordedLines.Line(
                level: event.level, message: event.message.description,
                metadata: (event.metadata ?? [:]).mapValues { "\($0)" }))
    }
}
