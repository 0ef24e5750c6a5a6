// One file as a multipart/form-data body (RFC 7578), read from disk while it is sent.

import JobModel
import NIOCore
import NIOPosix
import SystemPackage

/// The file ended before the size that was announced, or could not be read.
enum UploadSourceError: Error, Hashable {
    case endedEarly(at: Int64, expected: Int64)
    case unreadable(Errno)
}

/// A body with the one field `files` (PROTOCOL 4). Its length is known before it is sent, and it can be read again
/// from the start for a second try.
struct MultipartFile: Sendable {
    let contentType: String
    let length: Int64

    private let opening: [UInt8]
    private let closing: [UInt8]
    private let source: UploadSource
    private let size: Int64
    private let progress: @Sendable (Int64) -> Void

    /// - Parameters:
    ///   - boundary: must not stand in the file; random enough that it does not.
    ///   - progress: told how many bytes of the file have been handed to the network.
    /// - Throws: `Errno` when the descriptor cannot be duplicated.
    init(_ file: UploadFile, boundary: String, progress: @escaping @Sendable (Int64) -> Void) throws(Errno) {
        let head = """
            --\(boundary)\r
            Content-Disposition: form-data; name="files"; filename="\(file.name.quotedForFormData)"\r
            Content-Type: \(MediaType.safe(file.contentType))\r
            \r\n
            """
        opening = Array(head.utf8)
        closing = Array("\r\n--\(boundary)--\r\n".utf8)
        contentType = "multipart/form-data; boundary=\(boundary)"
        source = try UploadSource(duplicating: file.descriptor)
        size = file.size
        length = Int64(opening.count) + file.size + Int64(closing.count)
        self.progress = progress
    }

    func makeReader() -> Reader { Reader(file: self) }

    /// Gives the body part by part; holds one part in memory.
    struct Reader {
        private static let partSize: Int64 = 262_144

        private let file: MultipartFile
        private var offset: Int64 = 0
        private var place = Place.opening

        private enum Place { case opening, file, closing, end }

        init(file: MultipartFile) { self.file = file }

        /// - Throws: ``UploadSourceError``
        mutating func next() async throws -> ByteBuffer? {
            switch place {
            case .opening:
                place = file.size > 0 ? .file : .closing
                return ByteBuffer(bytes: file.opening)
            case .file:
                let part = try await file.source.read(
                    at: offset, count: min(Self.partSize, file.size - offset), of: file.size)
                offset += Int64(part.readableBytes)
                file.progress(offset)
                if offset == file.size { place = .closing }
                return part
            case .closing:
                place = .end
                return ByteBuffer(bytes: file.closing)
            case .end: return nil
            }
        }
    }
}

extension FileName {
    /// The name inside the quotes of `filename="…"`: the escapes of browsers (WHATWG HTML, multipart/form-data) for
    /// quotes and line ends, the same for all else that could end the header or mislead its reader, and for bytes that
    /// are not UTF-8. Nothing of a name can become a header of its own (FOLDER-CONTRACT 6).
    var quotedForFormData: String {
        func escape(_ bytes: some Sequence<UInt8>) -> String {
            bytes.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
        }
        guard let text = exactText else {
            return bytes.map { byte in
                byte < 0x80 ? FileName.quoted(Unicode.Scalar(byte)) ?? escape([byte]) : escape([byte])
            }.joined()
        }
        return text.unicodeScalars.map { FileName.quoted($0) ?? escape(String($0).utf8) }.joined()
    }

    /// - Returns: `nil` when the scalar cannot stand as it is.
    private static func quoted(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\"", "\\": nil
        case _ where scalar.properties.generalCategory == .control: nil
        case "\u{2028}", "\u{2029}": nil
        default: String(scalar)
        }
    }
}

/// Media types as they may stand in a header.
enum MediaType {
    /// The type as given, or the general one when it is not of the form `type/subtype` (RFC 9110, 8.3.1).
    static func safe(_ type: String) -> String {
        let parts = type.split(separator: "/", omittingEmptySubsequences: false)
        let isToken = { (part: Substring) in
            !part.isEmpty && part.utf8.allSatisfy { Self.tokenBytes.contains($0) }
        }
        return parts.count == 2 && parts.allSatisfy(isToken) ? type : "application/octet-stream"
    }

    private static let tokenBytes = Set(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
}
