// A name as the filesystem holds it: bytes, not text, so that any name a client can make survives the trip.

/// One component of a path. Never empty, never `.` or `..`, never holds `/` or NUL (FOLDER-CONTRACT 6).
///
/// Two names are equal when their bytes are. Use ``text`` only to show a name or to pair it with another; never to
/// open a file.
package struct FileName: Hashable, Sendable {
    package let bytes: [UInt8]

    /// - Returns: `nil` when the bytes cannot name an entry of a directory.
    package init?(bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard !bytes.isEmpty, !bytes.contains(0), !bytes.contains(UInt8(ascii: "/")) else { return nil }
        guard bytes != [0x2e], bytes != [0x2e, 0x2e] else { return nil }
        self.bytes = bytes
    }

    /// - Returns: `nil` when the text cannot name an entry of a directory.
    package init?(_ text: String) { self.init(bytes: text.utf8) }

    /// The name as text, with bytes that are not UTF-8 replaced by U+FFFD.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The name as text, or `nil` when its bytes are not UTF-8.
    package var exactText: String? { String(validating: bytes, as: UTF8.self) }

    /// The name with something added to its end: `clip` + `.log`.
    package func appending(_ suffix: String) -> FileName { FileName(unchecked: bytes + Array(suffix.utf8)) }

    /// The extension without its dot in lower case, or an empty string; a name that only begins with dots has none.
    package var fileExtension: String {
        guard let dot = extensionDot else { return "" }
        return String(decoding: bytes[(dot + 1)...], as: UTF8.self).lowercased()
    }

    /// The name up to its last dot; the whole name when it has no extension.
    package var stem: FileName {
        guard let dot = extensionDot else { return self }
        return FileName(unchecked: Array(bytes[..<dot]))
    }

    /// The last dot with anything but dots before it: the stem of `...mp4` must not be `..`.
    private var extensionDot: Int? {
        bytes.lastIndex(of: 0x2e).flatMap { dot in bytes[..<dot].contains { $0 != 0x2e } ? dot : nil }
    }

    private init(unchecked bytes: [UInt8]) { self.bytes = bytes }
}

extension FileName: ExpressibleByStringLiteral {
    /// A literal that cannot name an entry is a mistake in the source and traps.
    package init(stringLiteral text: String) {
        precondition(FileName(text) != nil, "not a name: \(text)")
        self.init(unchecked: Array(text.utf8))
    }
}

extension FileName: CustomStringConvertible {
    /// The name fit to be shown: one line, with control and direction-changing characters escaped.
    package var description: String { text.shownOnOneLine }
}

extension FileName: Codable {
    /// Text where the name is UTF-8, else an array of its bytes.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name =
            if let text = try? container.decode(String.self) { FileName(text) } else {
                FileName(bytes: try container.decode([UInt8].self))
            }
        guard let name else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a name of a directory's entry")
        }
        self = name
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let text = exactText { try container.encode(text) } else { try container.encode(bytes) }
    }
}
