// `longtake demo`: one real drop through a real daemon and the embedded backend, watched as it runs.

import ArgumentParser
import Daemon
import Foundation
import JobModel
import Telemetry

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show it all at work: a sample drop, its progress, and the result's facts.",
        discussion: """
            Starts a daemon on a scratch folder with the embedded backend, drops a clip and a prompt as an editor \
            would, follows the job and ends by itself. No account, no network; ffmpeg has to be installed. The embedded \
            backend makes no new footage: it plays the clip's own on, forward and back.
            """)

    @Option(help: ArgumentHelp("The clip to drop, instead of the sample.", valueName: "file"))
    var clip: String?

    @Option(help: ArgumentHelp("The prompt, instead of the sample's.", valueName: "text"))
    var prompt: String?

    @Option(help: ArgumentHelp("The scratch folder, instead of a new one. It is kept.", valueName: "folder"))
    var folder: String?

    func run() async throws {
        let stage = try DemoStage(folder: folder.map(absolutePath))
        let drop = try DemoDrop(clip: clip.map(absolutePath), prompt: prompt)
        let events = DemoEvents()
        let settings = try stage.settings()
        let daemon = try LongtakeDaemon(
            settings: settings,
            surroundings: ProcessSurroundings.daemon(logger: ServiceLog.logger(settings.log), listener: events))

        Console.line("Watch folder: \(stage.root)")
        let ending = try await withThrowingTaskGroup(of: DemoEnding?.self) { group in
            group.addTask {
                try await daemon.run()
                return nil
            }
            group.addTask { try await Self.play(drop, on: stage, following: events) }
            let ending = try await group.next() ?? nil
            // The one that has ended is not disturbed by either.
            if ending == nil { group.cancelAll() } else { daemon.stop() }
            try await group.waitForAll()
            return ending
        }
        guard let ending else { throw StartProblem(.surroundings, "the demo was stopped before its job was done") }
        let report = try await DemoReport(ending, drop: drop, stage: stage)
        Console.line(report.text)
        if let shortcoming = report.shortcoming { throw StartProblem(.surroundings, shortcoming) }
    }

    /// Drops the files once the inbox is watched, and follows the job to its end.
    private static func play(
        _ drop: DemoDrop, on stage: DemoStage, following events: DemoEvents
    ) async throws -> DemoEnding? {
        var view = ProgressView()
        var result: (Delivery, took: Duration)?
        for await event in events.stream {
            if case .watching(.ready) = event {
                try drop.place(in: stage.inbox)
                Console.line("Dropped \(drop.clipName) and \(drop.promptName): \u{201C}\(drop.prompt)\u{201D}")
            }
            guard case .job(_, let event) = event else { continue }
            view.show(event)
            switch event {
            case .delivered(let delivery, let took, _): result = (delivery, took)
            case .archived:
                view.finish()
                guard let result else { return nil }
                return .delivered(result.0, took: result.took)
            case .failed(let failure):
                view.finish()
                return .failed(failure)
            default: continue
            }
        }
        return nil
    }
}

/// How the demo's job ended.
enum DemoEnding: Sendable {
    case delivered(Delivery, took: Duration)
    case failed(Failure)
}

/// The daemon's events as something to follow.
struct DemoEvents: EventSink {
    let stream: AsyncStream<DaemonEvent>
    private let continuation: AsyncStream<DaemonEvent>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func record(_ event: DaemonEvent) { continuation.yield(event) }
}
