// Takes an uploaded form apart while it streams in, keeping of its files no more than length and checksum (RFC 7578).

import Foundation
import Glibc

/// A file that came in a form.
package struct UploadedFile: Sendable, Equatable {
    /// The name of the form's field; PROTOCOL 4 says `files`.
    package let field: String
    package let name: String
    package let type: String
    package var bytes = 0
    package var checksum = Checksum()
}

/// The 64-bit FNV-1a checksum of some bytes: enough to tell whether a file arrived as it was sent.
package struct Checksum: Sendable, Equatable, CustomStringConvertible {
    private var value: UInt64 = 0xcbf2_9ce4_8422_2325

    package init() {}

    package init(of bytes: some ContiguousBytes) { add(bytes) }

    mutating func add(_ bytes: some ContiguousBytes) {
        bytes.withUnsafeBytes { buffer in
            var index = 0
            while index < buffer.count {
                value = (value ^ UInt64(buffer[index])) &* 0x100_0000_01b3
                index += 1
            }
        }
    }

    package var description: String { String(value, radix: 16) }
}

/// Reads `multipart/form-data`.
package struct MultipartReader {
    private enum Part {
        case preamble
        case headers
        case content
        case epilogue
    }

    private let boundary: [UInt8]
    private var part = Part.preamble
    private var buffer: [UInt8] = []
    package private(set) var files: [UploadedFile] = []

    /// Whether the closing boundary came.
    package var isComplete: Bool { part == .epilogue }

    /// - Parameter contentType: the value of the header; without a boundary in it there is no form.
    package init?(contentType: String) {
        guard contentType.lowercased().hasPrefix("multipart/form-data"),
            let boundary = Self.parameter("boundary", of: contentType)
        else { return nil }
        self.boundary = Array("\r\n--\(boundary)".utf8)
        buffer = [13, 10]
    }

    package mutating func take(_ bytes: ArraySlice<UInt8>) {
        buffer += bytes
        while step() {}
    }

    /// - Returns: whether there may be more to take apart.
    private mutating func step() -> Bool {
        switch part {
        case .preamble, .content:
            guard let found = place(of: boundary) else {
                let known = max(0, buffer.count - boundary.count)
                keep(buffer[..<known])
                buffer.removeFirst(known)
                return false
            }
            guard buffer.count >= found.upperBound + 2 else { return false }
            keep(buffer[..<found.lowerBound])
            part = buffer[found.upperBound] == UInt8(ascii: "-") ? .epilogue : .headers
            buffer.removeFirst(found.upperBound + 2)
            return true
        case .headers:
            guard let end = place(of: Array("\r\n\r\n".utf8)) else { return false }
            begin(String(decoding: buffer[..<end.lowerBound], as: UTF8.self))
            buffer.removeFirst(end.upperBound)
            part = .content
            return true
        case .epilogue:
            buffer = []
            return false
        }
    }

    private func place(of bytes: [UInt8]) -> Range<Int>? {
        buffer.withUnsafeBytes { all in
            guard let start = all.baseAddress, let first = bytes.first else { return nil }
            var offset = 0
            while offset + bytes.count <= all.count {
                let left = all.count - bytes.count + 1 - offset
                guard let found = memchr(start + offset, CInt(first), left) else { return nil }
                offset = UnsafeRawPointer(found) - start
                if memcmp(start + offset, bytes, bytes.count) == 0 { return offset..<(offset + bytes.count) }
                offset += 1
            }
            return nil
        }
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        guard part == .content, !files.isEmpty else { return }
        files[files.count - 1].bytes += bytes.count
        files[files.count - 1].checksum.add(bytes)
    }

    private mutating func begin(_ headers: String) {
        var disposition = ""
        var type = ""
        for line in headers.components(separatedBy: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2 else { continue }
            if parts[0].lowercased() == "content-disposition" { disposition = parts[1] }
            if parts[0].lowercased() == "content-type" { type = parts[1] }
        }
        files.append(
            UploadedFile(
                field: Self.parameter("name", of: disposition) ?? "",
                name: Self.parameter("filename", of: disposition) ?? "", type: type))
    }

    private static func parameter(_ name: String, of value: String) -> String? {
        var rest = value.drop { $0 != ";" }
        while !rest.isEmpty {
            rest = rest.dropFirst().drop { $0 == " " }
            let key = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(key.count).drop { $0 == "=" }
            let isQuoted = rest.first == "\""
            if isQuoted { rest = rest.dropFirst() }
            let found = rest.prefix { $0 != (isQuoted ? "\"" : ";") }
            if key.lowercased() == name { return String(found) }
            rest = rest.dropFirst(found.count).drop { $0 != ";" }
        }
        return nil
    }
}
