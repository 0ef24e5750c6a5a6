// A folder whose names are bytes: what Foundation lists of a name that is not UTF-8 cannot be opened (FIELD-FACTS 1).

import EndToEndSupport
import Foundation

/// Reads and writes files by the very bytes of their names.
struct RawFolder {
    let path: String

    private func place(_ name: [UInt8]) -> [CChar] {
        (Array(path.utf8) + [UInt8(ascii: "/")] + name + [0]).map { CChar(bitPattern: $0) }
    }

    func write(_ content: [UInt8], to name: [UInt8]) throws {
        let descriptor = open(place(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o664)
        guard descriptor >= 0 else { throw NotDone("make a file in \(path)") }
        defer { close(descriptor) }
        var rest = content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw NotDone("write to a file in \(path)") }
            rest = rest.dropFirst(count)
        }
    }

    /// - Returns: `nil` when there is no such file.
    func content(of name: [UInt8]) -> Data? {
        let descriptor = open(place(name), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        return try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).readToEnd() ?? Data()
    }

    func exists(_ name: [UInt8]) -> Bool { access(place(name), F_OK) == 0 }

    /// All names but `.` and `..`.
    var names: Set<[UInt8]> {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: Set<[UInt8]> = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [0x2E], name != [0x2E, 0x2E] { names.insert(name) }
        }
        return names
    }
}
