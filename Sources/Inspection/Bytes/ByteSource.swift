// Where the bytes under inspection come from, so that every parser works on a file, a descriptor or an array alike.

/// A run of bytes of known length that can be read anywhere.
package protocol ByteSource {
    /// The length in bytes, as it was when the source was made.
    var size: Int64 { get }

    /// Reads exactly `count` bytes.
    /// - Throws: ``ByteSourceError/outOfBounds(offset:count:)`` when not all of them exist.
    func bytes(at offset: Int64, count: Int) throws(ByteSourceError) -> [UInt8]

    /// Where the first stretch without any storage behind it begins, at or after `offset`.
    /// - Returns: `nil` when there is none before the end, or the filesystem cannot tell.
    func firstHole(from offset: Int64) throws(ByteSourceError) -> Int64?
}

extension ByteSource {
    /// The bytes from the start, at most `count`.
    package func head(_ count: Int) throws(ByteSourceError) -> [UInt8] {
        try bytes(at: 0, count: Int(min(Int64(count), size)))
    }
}

package enum ByteSourceError: Error, Hashable, Sendable {
    /// Bytes beyond the end were asked for; a file that shrinks while it is read ends here too.
    case outOfBounds(offset: Int64, count: Int)
    /// The system refused to read; `errno` says why.
    case unreadable(errno: Int32)
    /// The descriptor is not a regular file's.
    case notAFile
}

extension ByteSourceError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .outOfBounds(let offset, let count): "there are no \(count) bytes at \(offset)"
        case .unreadable(let errno): "it cannot be read (errno \(errno))"
        case .notAFile: "it is not a regular file"
        }
    }
}
