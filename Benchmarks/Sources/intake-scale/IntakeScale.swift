// The benchmark, read top to bottom: four shares of a size nobody plans for, a report, and the exit status.

import Foundation
import Measuring

@main
enum IntakeScale {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        do {
            if arguments.contains("--help") || arguments.contains("-h") { return print(Options.usage, terminator: "") }
            let options = try Options(arguments)
            let place = try Workplace(for: "intake-scale", in: options.folder)
            defer { place.remove() }
            let parts = try await measure(options, in: place)
            print("\(options.longtake) on \(place.filesystem), \(Table.machine)\n")
            for part in parts { print(part.table, terminator: "\n\n") }
            let requirements = parts.flatMap(\.requirements)
            print(Table.requirements(requirements))
            place.remove()
            exit(requirements.allSatisfy(\.isMet) ? 0 : 1)
        } catch {
            let reason = (error as? CannotMeasure)?.reason ?? "\(error)"
            try? Descriptor(STDERR_FILENO).write(Array("intake-scale: \(reason)\n".utf8))
            exit(2)
        }
    }

    private static func measure(_ options: Options, in place: Workplace) async throws -> [Figures] {
        let pairs = Pairs(count: options.pairs, clip: try SmallClip.make(in: place.path))
        var parts: [Figures] = []
        for part in options.parts {
            let folder = "\(place.path)/\(part.rawValue)"
            switch part {
            case .backlog: parts.append(try await Backlog.measure(pairs, options, in: folder))
            case .overflow: parts.append(try await Overflow.measure(pairs, options, in: folder))
            case .tree: parts.append(try await WideTree.measure(options, clip: pairs.clip, in: folder))
            case .limit: parts.append(try await WatchLimit.measure(options, clip: pairs.clip, in: folder))
            }
            try FileManager.default.removeItem(atPath: folder)
        }
        return parts
    }
}

/// What one of the shares came to.
struct Figures {
    let table: String
    let requirements: [Requirement]
}
