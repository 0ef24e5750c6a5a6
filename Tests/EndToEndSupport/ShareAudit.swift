// The oracle of a fault run: where every file that was given has gone, byte for byte, and what must not be there.

import Foundation

extension ScratchShare {
    /// Waits until a job is over, well or badly, and everything of it is where it belongs.
    /// - Throws: ``NotSeen`` also as soon as the daemon has ended before.
    package func isOver(_ stem: String = "clip", by daemon: ProgramUnderTest) async throws {
        var running: DaemonProcess?
        try await eventually("\(stem) is over", within: .seconds(60), seen: { "\(self.tree)\n\(daemon.output)" }) {
            let isOver =
                (self.exists("outbox/\(stem).mp4") || self.exists("failed/\(stem).log"))
                && self.names(in: ".longtake/claimed").isEmpty
            if let running, !running.isAlive, !isOver {
                throw NotSeen(wanted: "\(stem) is over", seen: "\(self.tree)\n\(daemon.output)")
            }
            if let process = try? DaemonProcess(ofState: self.state), process.isAlive { running = process }
            return isOver
        }
    }

    /// All files below the root, with their paths in it.
    package var files: [String] {
        (FileManager.default.subpaths(atPath: root) ?? []).filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path(name), isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }

    /// Where a content is to be found below the root.
    package func whereabouts(of content: Data) -> [String] {
        files.filter { FileManager.default.contents(atPath: path($0)) == content }
    }

    /// Files at names people see that are empty, or hold what a power cut leaves in place of text.
    package var tornFiles: [String] {
        files.filter { name in
            guard !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { return false }
            let content = FileManager.default.contents(atPath: path(name)) ?? Data()
            let isText = [".txt", ".log", ".html"].contains { name.hasSuffix($0) }
            return content.isEmpty || (isText && content.contains(0))
        }
    }

    /// Files that are not meant for people, in folders that are.
    package var leftovers: [String] {
        files.filter { name in
            let folders = name.split(separator: "/")
            return folders.first != ".longtake" && folders.count > 1 && folders.contains { $0.hasPrefix(".") }
        }
    }
}
