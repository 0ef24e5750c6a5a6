// When a drop is taken, waited for or held: proved, not guessed (FOLDER-CONTRACT 2).

import FileAccess
import Inspection
import Intake
import JobModel
import Testing

@Suite struct ReadinessTests {
    private static let settings = IntakeSettings()
    /// The files were last seen to change at this time.
    private static let since = Duration.seconds(100)

    private static let whole = FileReport.Finding.media(contentType: "video/mp4", .whole)
    private static let unprovable = FileReport.Finding.media(contentType: "audio/mpeg", .unprovable)
    private static let incomplete = FileReport.Finding.media(contentType: "video/mp4", .incomplete(.empty))
    private static let prompt = FileReport.Finding.prompt(steps: ["brighten it"], language: "en")
    private static let refused = FileReport.Finding.refused(Failure(Failure.Code("x"), "It is a program.", remedy: ""))

    /// One file and how long it has to rest; `nil` for a file that only a change helps.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let finding: FileReport.Finding
        var isClosed = true
        var isFree: Bool? = true
        var trust = Readiness.Trust.events
        let rest: Duration?

        init(
            _ description: String, _ finding: FileReport.Finding, isClosed: Bool = true, isFree: Bool? = true,
            trust: Readiness.Trust = .events, rest: Duration?
        ) {
            testDescription = description
            self.finding = finding
            self.isClosed = isClosed
            self.isFree = isFree
            self.trust = trust
            self.rest = rest
        }
    }

    @Test(arguments: [
        Case("closed, free, whole: at once", whole, rest: .zero),
        Case("whole, but nobody said it was closed", whole, isClosed: false, rest: settings.settle),
        Case("whole and closed, but no lease can be had", whole, isFree: nil, rest: settings.settle),
        Case("closed, but nothing proves it whole", unprovable, rest: settings.settle),
        Case("a prompt", prompt, rest: settings.settlePrompt),
        Case("a prompt nobody said was closed", prompt, isClosed: false, rest: settings.settlePrompt),
        Case("a refused file", refused, rest: settings.settle),
        Case(
            "where there are no events: whole, closed and free", whole, trust: .pollingOnly, rest: settings.settleRemote
        ),
        Case("where there are no events: unprovable", unprovable, trust: .pollingOnly, rest: settings.settleRemote),
        Case("where there are no events: a prompt", prompt, trust: .pollingOnly, rest: settings.settleRemote),
        Case("where there are no events: refused", refused, trust: .pollingOnly, rest: settings.settleRemote),
        Case("incomplete, though closed and free", incomplete, rest: nil),
        Case("incomplete where there are no events", incomplete, trust: .pollingOnly, rest: nil),
        Case("nothing to judge yet", .notYet("is empty so far"), rest: nil),
        Case("a link", .untouchable(.symbolicLink), rest: nil),
    ])
    func `a file rests as long as its completeness is not proved`(example: Case) {
        var drop = DropState(Self.since)
        drop.clip = drop.sighting(example.finding, isClosed: example.isClosed, isFree: example.isFree)
        // The prompt has rested for ever.
        drop.prompt = drop.sighting(Self.prompt, since: .zero)
        guard let rest = example.rest else {
            #expect(drop.readiness(at: Self.since + .seconds(100_000), example.trust).isHold)
            return
        }
        let due = Self.since + rest
        #expect(drop.readiness(at: due, example.trust) == .take)
        guard rest > .zero else { return }
        #expect(
            drop.readiness(at: due - .milliseconds(1), example.trust)
                == .wait(until: due, reason: "clip.mp4 has just changed"))
    }

    @Test(arguments: [Readiness.Trust.events, .pollingOnly], [whole, unprovable, prompt, incomplete, refused])
    func `a file that is being written to waits, whatever it holds`(trust: Readiness.Trust, finding: FileReport.Finding)
    {
        var drop = DropState(Self.since)
        drop.clip = drop.sighting(finding, isFree: false)
        drop.prompt = drop.sighting(Self.prompt, since: .zero)
        let now = Self.since + .seconds(1000)
        #expect(
            drop.readiness(at: now, trust)
                == .wait(until: now + Self.settings.settle, reason: "clip.mp4 is still being written"))
    }

    @Test func `a file that was not looked into comes first`() {
        var drop = DropState(Self.since)
        drop.prompt = drop.sighting(Self.prompt)
        #expect(drop.readiness(at: Self.since, .events) == .inspect("clip.mp4"))
        drop.clip = drop.sighting(Self.whole)
        drop.prompt = drop.sighting(nil)
        #expect(drop.readiness(at: Self.since, .events) == .inspect("clip.prompt.txt"))
    }

    @Test func `a file that was never seen holds`() {
        var drop = DropState(Self.since)
        drop.clip = nil
        #expect(drop.readiness(at: Self.since, .events) == .hold(reason: "clip.mp4 is gone"))
    }

    @Test func `the drop waits for the file that takes longest`() {
        var drop = DropState(Self.since)
        drop.clip = drop.sighting(Self.whole, isClosed: false)
        drop.prompt = drop.sighting(Self.prompt)
        let due = Self.since + Self.settings.settle
        #expect(drop.readiness(at: Self.since, .events) == .wait(until: due, reason: "clip.mp4 has just changed"))
    }

    @Test func `what holds a file outweighs what makes another wait`() {
        var drop = DropState(Self.since)
        drop.clip = drop.sighting(Self.incomplete)
        drop.prompt = drop.sighting(Self.prompt)
        #expect(drop.readiness(at: Self.since, .events) == .hold(reason: "clip.mp4 is incomplete: it is empty"))
        drop.clip = drop.sighting(Self.whole, isClosed: false)
        drop.prompt = drop.sighting(.notYet("is empty so far"))
        #expect(drop.readiness(at: Self.since, .events) == .hold(reason: "clip.prompt.txt is empty so far"))
    }
}

extension Readiness {
    fileprivate var isHold: Bool { if case .hold = self { true } else { false } }
}

/// A drop of a clip and a prompt, and what is known about them.
private struct DropState {
    var clip: Sighting?
    var prompt: Sighting?
    private let since: Duration

    init(_ since: Duration) {
        self.since = since
        clip = sighting(nil)
        prompt = sighting(nil)
    }

    func sighting(
        _ finding: FileReport.Finding?, isClosed: Bool = true, isFree: Bool? = true, since: Duration? = nil
    ) -> Sighting {
        var sighting = Sighting(.sample(), isClosed: isClosed, at: since ?? self.since)
        sighting.report = finding.map { FileReport(finding: $0, isFreeOfWriters: isFree) }
        return sighting
    }

    func readiness(at now: Duration, _ trust: Readiness.Trust) -> Readiness {
        var sightings: [FileName: Sighting] = [:]
        sightings["clip.mp4"] = clip
        sightings["clip.prompt.txt"] = prompt
        guard let drop = Pairing(of: ["clip.mp4", "clip.prompt.txt"]).drops.first else { return .hold(reason: "") }
        return Readiness.of(drop, sightings: sightings, settings: IntakeSettings(), trust: trust, now: now)
    }
}
