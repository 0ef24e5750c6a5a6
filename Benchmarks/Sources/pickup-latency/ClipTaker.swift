// Limits and the peer as subjects: an inbox from which another process takes every clip as it is.

import Foundation
import Measuring

/// Hands clips to a mover or to the shell loop and watches them as the daemon is watched.
struct ClipTaker: Subject {
    let title: String
    private let place: Place
    private let clip: [UInt8]
    private let observer: FolderObserver
    private let processes: [ChildProcess]
    /// Kept open: a mover ends when nobody could read its output any more.
    private let outputs: [Descriptor]

    private init(
        _ title: String, in folder: String, clip: [UInt8],
        starting: (Place) throws -> (processes: [ChildProcess], outputs: [Descriptor])
    ) throws {
        self.title = title
        self.clip = clip
        place = try Place(folder)
        observer = try FolderObserver(place.inbox, .movedAway)
        (processes, outputs) = try starting(place)
    }

    func react(to stem: String) throws -> Duration {
        let name = "\(stem).mp4"
        let closing = try copy(clip, to: "\(place.inbox)/\(name)")
        let claimed = try observer.wait(for: [name], within: patience)
        try system("remove \(name)") { unlink("\(place.claimed)/\(name)") }
        return claimed - closing
    }

    /// A limit: this program as a ``Mover``.
    static func mover(
        _ title: String, _ manner: Mover.Manner, settling: Duration = .zero, in folder: String, clip: [UInt8]
    ) throws -> ClipTaker {
        try ClipTaker(title, in: folder, clip: clip) { place in
            let output = try Descriptor.pipe()
            let process = try ChildProcess(
                "/proc/self/exe", [Mover.argument, manner.rawValue, place.folder, "\(Int(settling.milliseconds))"],
                output: output.writing)
            output.writing.close()
            guard try output.reading.read(1) == Mover.greeting else { throw CannotMeasure("the mover did not start") }
            return ([process], [output.reading])
        }
    }

    /// A peer: what is often used instead of an agent. It looks at nothing, syncs nothing and starts `mv` for each
    /// file.
    /// - Returns: `nil` when there is no inotifywait on this machine.
    static func shellLoop(_ title: String, in folder: String, clip: [UInt8]) throws -> ClipTaker? {
        let candidates = ChildProcess.searchPath.split(separator: ":").map { "\($0)/inotifywait" }
        guard let program = candidates.first(where: FileManager.default.isExecutableFile) else { return nil }
        return try ClipTaker(title, in: folder, clip: clip) { place in
            let names = try Descriptor.pipe()
            let messages = try Descriptor.pipe()
            let watcher = try ChildProcess(
                program, ["-m", "-e", "close_write", "--format", "%f", place.inbox], output: names.writing,
                errors: messages.writing)
            let loop = try ChildProcess(
                "/bin/sh", ["-c", moving, "sh", place.inbox, place.claimed],
                environment: ["PATH": ChildProcess.searchPath],
                input: names.reading)
            messages.writing.close()
            try messages.reading.waitForLine("Watches established.")
            return ([watcher, loop], [])
        }
    }

    private static let moving = """
        while IFS= read -r name; do mv -n -- "$1/$name" "$2/"; done
        """
}

extension ClipTaker {
    /// Where clips come from and go to.
    private struct Place {
        let folder: String
        var inbox: String { "\(folder)/inbox" }
        var claimed: String { "\(folder)/claimed" }

        init(_ folder: String) throws {
            self.folder = folder
            for path in [folder, inbox, claimed] { try makeFolder(path) }
        }
    }
}

extension Descriptor {
    /// Reads up to so many bytes; none at the end.
    fileprivate func read(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let taken = try system("read") { Glibc.read(number, &bytes, count) }
        return Array(bytes[..<taken])
    }

    fileprivate func waitForLine(_ line: String) throws {
        var text = ""
        while !text.split(separator: "\n").contains(Substring(line)) {
            let bytes = try read(4096)
            guard !bytes.isEmpty else { throw CannotMeasure("the peer did not start: \(text)") }
            text += String(decoding: bytes, as: UTF8.self)
        }
    }
}
