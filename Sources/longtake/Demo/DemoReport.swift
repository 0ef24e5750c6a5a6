// What came of the demo: the files, their facts, and whether they are what was asked for.

import Daemon
import Foundation
import JobModel
import Media
import Telemetry

/// The end of a demo, measured.
struct DemoReport {
    let text: String
    /// What is wrong with the result; `nil` when it is right.
    let shortcoming: String?

    init(_ ending: DemoEnding, drop: DemoDrop, stage: DemoStage) async throws {
        switch ending {
        case .failed(let failure):
            text = "Its files and a log are in \(stage.root)/failed."
            shortcoming = "the demo's job failed: \(failure)"
        case .delivered(let delivery, let took):
            let result = stage.outbox + "/\(delivery.name)"
            let log = stage.outbox + "/\(delivery.name.stem.appending(".log"))"
            let before = try await MediaFacts.measured(at: drop.clip)
            let after = try await MediaFacts.measured(at: result)
            text = """
                Result:     \(result)
                Log:        \(log)
                Duration:   \(Self.seconds(before.duration)) before, \(Self.seconds(after.duration)) after
                Resolution: \(Self.size(before)) before, \(Self.size(after)) after (\(Self.codecs(after)))
                Time taken: \(NumberText.plain(took.inSeconds)) s
                """
            shortcoming =
                Self.shortcoming(before: before, after: after, addedSeconds: drop.addedSeconds)
                ?? (FileManager.default.fileExists(atPath: log) ? nil : "there is no log at \(log)")
        }
    }

    /// H.264 and AAC at 1080p, and as long as was asked for, to one frame of 24 a second.
    private static func shortcoming(before: MediaFacts, after: MediaFacts, addedSeconds: Double?) -> String? {
        guard let picture = after.picture, picture.codec == "h264", after.audioCodec == "aac" else {
            return "the result is \(codecs(after)), not H.264 and AAC"
        }
        guard min(picture.width, picture.height) == 1080 else { return "the result is \(size(after)), not 1080p" }
        guard let addedSeconds, let was = before.duration, let became = after.duration else { return nil }
        let difference = abs(became.inSeconds - was.inSeconds - addedSeconds)
        return difference <= 1.0 / 24 ? nil : "the result is \(seconds(became)) long, not as long as was asked for"
    }

    private static func seconds(_ duration: Duration?) -> String {
        duration.map { NumberText.plain($0.inSeconds, digits: 2) + " s" } ?? "unknown"
    }

    private static func size(_ facts: MediaFacts) -> String {
        facts.picture.map { "\($0.width)x\($0.height)" } ?? "no picture"
    }

    private static func codecs(_ facts: MediaFacts) -> String {
        [facts.picture?.codec, facts.audioCodec].compactMap { $0 }.joined(separator: ", ")
    }
}
