// Writes the files of a form to disk as they arrive; none is ever in memory whole.

import Foundation
import Hummingbird
import Synchronization
import SystemPackage

/// Receives one form.
final class UploadReceiver: Sendable {
    /// A file that arrived.
    struct File: Hashable, Sendable {
        var name: String
        var path: String
        var bytes = 0
        /// Its first bytes.
        var head: [UInt8] = []

        fileprivate mutating func add(_ more: [UInt8]) {
            bytes += more.count
            if head.count < MediaSniff.length { head += more.prefix(MediaSniff.length) }
        }
    }

    private let folder: String
    private let limit: Int
    private let surroundings: Surroundings
    private let written = Mutex<[String]>([])

    init(folder: String, limit: Int, surroundings: Surroundings) {
        self.folder = folder
        self.limit = limit
        self.surroundings = surroundings
    }

    /// - Returns: The files of the form's field `files`, in order (PROTOCOL 4).
    /// - Throws: ``Refusal/tooLarge(limit:)``, ``Refusal/badRequest(_:)`` for a broken form, or a file error.
    func receive(_ body: RequestBody, boundary: [UInt8]) async throws -> [File] {
        var form = MultipartForm(boundary: boundary)
        var files: [File] = []
        var open: (descriptor: FileDescriptor, file: File)?
        defer { try? open?.descriptor.close() }
        for try await buffer in body {
            for event in try form.feed(Array(buffer.readableBytesView)) {
                switch event {
                case .begin(let part):
                    guard part.field == "files", let name = part.fileName else { continue }
                    open = try begin(name)
                case .bytes(let bytes):
                    guard let descriptor = open?.descriptor else { continue }
                    open?.file.add(bytes)
                    guard open?.file.bytes ?? 0 <= limit else { throw Refusal.tooLarge(limit: limit) }
                    try descriptor.writeAll(bytes)
                case .end:
                    guard let (descriptor, file) = open else { continue }
                    open = nil
                    try descriptor.close()
                    files.append(file)
                }
            }
        }
        guard form.isComplete else { throw Refusal.badRequest("the form was cut short") }
        return files
    }

    /// Removes what was written and has not been taken away.
    func discard() { for path in written.withLock({ $0 }) { DurableFile.remove(path) } }

    private func begin(_ name: String) throws -> (FileDescriptor, File) {
        let path = "\(folder)/\(surroundings.secret()).part"
        written.withLock { $0.append(path) }
        let descriptor = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .exclusiveCreate], permissions: [.ownerReadWrite])
        return (descriptor, File(name: name, path: path))
    }
}
