// Checks an address before it is handed on, so that nothing that reads it later can take it for another.

enum WebAddress {
    /// The address with its scheme in small letters, and with whatever is not allowed in an address (RFC 3986, 2)
    /// percent-encoded behind its host.
    static func checked(_ text: String) throws(LinkStop) -> String {
        let text = text.unicodeScalars[...].trimmed
        let isText = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control || $0.isBlank }
        guard isText else { throw .refused(.notALink) }
        guard !text.unicodeScalars.contains(where: \.isBlank) else { throw .refused(.several) }
        let start = String(decoding: text.utf8.prefix(8), as: UTF8.self).lowercased()
        guard let scheme = ["https://", "http://"].first(where: start.hasPrefix) else {
            throw "https://".hasPrefix(start) || "http://".hasPrefix(start) ? .notYet : .refused(.notWeb)
        }
        let rest = Array(text.utf8.dropFirst(scheme.utf8.count))
        guard !rest.isEmpty else { throw .notYet }
        // Browsers take a backslash for a slash, others do not.
        guard !rest.contains(UInt8(ascii: "\\")) else { throw .refused(.badAddress) }
        let end = rest.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
        guard !rest[..<end].contains(UInt8(ascii: "@")) else { throw .refused(.withPassword) }
        guard isHostWithPort(rest[..<end]) else { throw .refused(.badAddress) }

        let address = scheme + String(decoding: rest[..<end], as: UTF8.self) + encoded(rest[end...])
        guard address.utf8.count <= WebLocation.lengthLimit else { throw .refused(.tooLong) }
        return address
    }

    private static func isHostWithPort(_ authority: ArraySlice<UInt8>) -> Bool {
        let hostEnd: Int
        if authority.first == UInt8(ascii: "[") {
            guard let closing = authority.firstIndex(of: UInt8(ascii: "]")) else { return false }
            hostEnd = closing + 1
            let inside = authority[..<closing].dropFirst()
            guard (2...45).contains(inside.count), inside.allSatisfy({ $0.isHexDigit || ":.".utf8.contains($0) }) else {
                return false
            }
        } else {
            hostEnd = authority.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
            guard isName(authority[..<hostEnd]) else { return false }
        }
        guard hostEnd < authority.endIndex else { return true }
        let port = authority[hostEnd...]
        guard port.first == UInt8(ascii: ":"), (2...6).contains(port.count), port.dropFirst().allSatisfy(\.isDigit)
        else {
            return false
        }
        return UInt16(String(decoding: port.dropFirst(), as: UTF8.self)).map { $0 > 0 } ?? false
    }

    /// A host's name, or an address of four numbers.
    private static func isName(_ host: ArraySlice<UInt8>) -> Bool {
        guard (1...253).contains(host.count) else { return false }
        let labels = (host.last == UInt8(ascii: ".") ? host.dropLast() : host)
            .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            !label.isEmpty && label.allSatisfy { $0.isLetter || $0.isDigit || "-_".utf8.contains($0) }
        }
    }

    private static func encoded(_ bytes: ArraySlice<UInt8>) -> String {
        var encoded: [UInt8] = []
        for byte in bytes {
            if byte.isLetter || byte.isDigit || "-._~:/?#[]@!$&'()*+,;=%".utf8.contains(byte) {
                encoded.append(byte)
            } else {
                encoded.append(UInt8(ascii: "%"))
                encoded += [byte >> 4, byte & 0x0F].map { $0 < 10 ? 0x30 + $0 : 0x37 + $0 }
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    fileprivate var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }
    fileprivate var isHexDigit: Bool { isDigit || (0x41...0x46).contains(self & 0xDF) }
}

extension Unicode.Scalar {
    fileprivate var isBlank: Bool { properties.isWhitespace }
}
