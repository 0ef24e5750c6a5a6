// JSON as bytes: finds where a member's value stands and quotes text, so that nothing is decoded that must not change.

package enum RawJSON {
    /// The value of a member of the outermost object, exactly as it stands.
    package static func member(_ name: String, of text: [UInt8]) -> ArraySlice<UInt8>? {
        var scanner = Scanner(text: text)
        guard scanner.take(UInt8(ascii: "{")) else { return nil }
        while scanner.peek() == UInt8(ascii: "\"") {
            let key = scanner.value()
            guard scanner.take(UInt8(ascii: ":")), let value = scanner.valueAfterBlanks() else { return nil }
            if key.dropFirst().dropLast().elementsEqual(name.utf8) { return value }
            guard scanner.take(UInt8(ascii: ",")) else { return nil }
        }
        return nil
    }

    /// A string literal.
    package static func quote(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 32:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private struct Scanner {
        let text: [UInt8]
        var index = 0

        mutating func peek() -> UInt8? {
            while index < text.count, [9, 10, 13, 32].contains(text[index]) { index += 1 }
            return index < text.count ? text[index] : nil
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard peek() == byte else { return false }
            index += 1
            return true
        }

        mutating func valueAfterBlanks() -> ArraySlice<UInt8>? {
            guard peek() != nil else { return nil }
            let value = value()
            return value.isEmpty ? nil : value
        }

        /// The value that begins here: up to the end of a string, the bracket that closes, or the end of a bare word.
        mutating func value() -> ArraySlice<UInt8> {
            let start = index
            var depth = 0
            var isString = false
            while index < text.count {
                let byte = text[index]
                if isString {
                    if byte == UInt8(ascii: "\\") {
                        index += 1
                    } else if byte == UInt8(ascii: "\"") {
                        isString = false
                        if depth == 0 { return end(start) }
                    }
                } else {
                    switch byte {
                    case UInt8(ascii: "\""): isString = true
                    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                    case UInt8(ascii: "}"), UInt8(ascii: "]"):
                        if depth == 0 { return text[start..<index] }
                        depth -= 1
                        if depth == 0 { return end(start) }
                    case UInt8(ascii: ","), 9, 10, 13, 32:
                        if depth == 0 { return text[start..<index] }
                    default: break
                    }
                }
                index += 1
            }
            index = min(index, text.count)
            return text[start..<index]
        }

        private mutating func end(_ start: Int) -> ArraySlice<UInt8> {
            index += 1
            return text[start..<index]
        }
    }
}
