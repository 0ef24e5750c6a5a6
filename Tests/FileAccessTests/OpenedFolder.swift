// A folder to work in, and the odd names the tests fill it with.

import FileAccess
import Glibc
import JobModel
import TestSupport

/// A temporary folder and the directory under test that is opened on it.
final class OpenedFolder: Sendable {
    private let folder: TemporaryFolder
    let directory: Directory

    init(_ script: String = ":") throws {
        folder = try TemporaryFolder()
        try ChildShell.run(script, in: folder.path)
        directory = try Directory.open(folder.path)
    }

    var path: String { folder.path }

    /// Runs a shell script in the folder.
    func sh(_ script: String) throws { try ChildShell.run(script, in: folder.path) }

    /// The names in it, sorted by their bytes.
    func names() throws -> [FileName] {
        try directory.entries().map(\.name).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    func text(_ name: FileName) throws -> String {
        String(decoding: try directory.contents(of: name, limit: 1 << 16), as: UTF8.self)
    }
}

/// Names a filesystem allows and programs trip over (FOLDER-CONTRACT 6).
enum OddName {
    static let all: [FileName] =
        [
            "line\nbreak.mp4", "-rf.mp4", " leading and trailing ", "100%d%s.mp4", "quote\"'`$(x).mp4", "👩‍👩‍👧.mp4",
            "\u{202E}gpj.exe", "a\\b", "\u{1B}[31m", "Ame\u{301}lie.mp4", "Am\u{E9}lie.mp4", "...", "*.mp4",
        ]
        + [[0xFF, 0xFE, 0x2E, 0x6D, 0x70, 0x34], [0xC3], Array(repeating: 0x61, count: 255)].compactMap(FileName.init)
}

func path(_ text: String) -> RelativePath { RelativePath(text) ?? .root }

/// Why something was refused; `nil` when it was not, or for a reason that is no file's.
func refusal<Value>(_ body: () throws -> Value) -> FileError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? FileError
    }
}

extension FileName {
    fileprivate init?(_ bytes: [UInt8]) { self.init(bytes: bytes) }
}
