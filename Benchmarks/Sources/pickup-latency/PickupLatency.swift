// The benchmark, read top to bottom: start everything, measure, report, and say by the exit status whether it will do.

import Foundation
import Measuring

@main
enum PickupLatency {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        do {
            if arguments.first == Mover.argument { return try await Mover(Array(arguments.dropFirst())).run() }
            if arguments.contains("--help") || arguments.contains("-h") { return print(Options.usage, terminator: "") }
            let report = try await measure(Options(arguments))
            print(report.text)
            exit(report.meetsRequirements ? 0 : 1)
        } catch {
            let reason = (error as? CannotMeasure)?.reason ?? "\(error)"
            try? Descriptor(STDERR_FILENO).write(Array("pickup-latency: \(reason)\n".utf8))
            exit(2)
        }
    }

    private static func measure(_ options: Options) async throws -> Report {
        let place = try Workplace(for: "pickup-latency", in: options.folder)
        defer { place.remove() }
        return try await measure(options, in: place)
    }

    private static func measure(_ options: Options, in place: Workplace) async throws -> Report {
        let clip = [UInt8](try Data(contentsOf: URL(fileURLWithPath: options.clip)))
        func folder(_ name: String) -> String { "\(place.path)/\(name)" }

        let daemon = try Daemon(quiet: options.longtake, in: folder("daemon"))
        defer { daemon.end() }
        let meters = try await daemon.meters()
        try await Task.sleep(for: .seconds(2))
        let fresh = try await IdleFigures("before the first drop", of: meters, over: options.idleSpan)

        var clipLast: [any Subject] = [
            try DaemonPickup("longtake", of: daemon, last: .clip, clip: clip),
            try KernelWakeup("limit: the kernel wakes a thread", in: folder("kernel"), clip: clip),
            try ClipTaker.mover("limit: event, rename", .bare, in: folder("bare"), clip: clip),
            try ClipTaker.mover("limit: event, durable record, rename", .durable, in: folder("durable"), clip: clip),
        ]
        if let peer = try ClipTaker.shellLoop("peer: inotifywait | shell loop of mv", in: folder("shell"), clip: clip) {
            clipLast.append(peer)
        }
        let clipLastFigures = try await Series(clipLast, drops: options.drops).run(stem: "clip-last")

        let wait = Daemon.settling
        let promptLast: [any Subject] = [
            try DaemonPickup("longtake", of: daemon, last: .prompt, clip: clip),
            try ClipTaker.mover("limit: wait, rename", .bare, settling: wait, in: folder("bare-settled"), clip: clip),
            try ClipTaker.mover(
                "limit: wait, durable record, rename", .durable, settling: wait, in: folder("durable-settled"),
                clip: clip),
        ]
        let promptLastFigures = try await Series(promptLast, drops: options.drops).run(stem: "prompt-last")

        try await Task.sleep(for: .seconds(2))
        let used = try await IdleFigures("after the last drop", of: meters, over: options.idleSpan)

        return Report(
            run: Report.Run(
                program: options.longtake, clip: options.clip, clipSize: clip.count, drops: options.drops,
                filesystem: place.filesystem),
            clipLast: clipLastFigures, promptLast: promptLastFigures, idle: [fresh, used])
    }
}
