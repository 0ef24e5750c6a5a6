// Finds a member of a JSON object and hands back its value's bytes untouched, so that a draft can be compared exactly.

/// The raw value of one top-level member of a JSON object (RFC 8259).
enum RawMember {
    /// - Parameter json: A whole JSON object that has been parsed before; this scanner trusts its shape but stays in
    ///   bounds whatever it is given.
    /// - Returns: The value's bytes without the white space around them, or `nil` when there is no such member.
    static func value(of key: String, in json: [UInt8]) -> ArraySlice<UInt8>? {
        var scanner = Scanner(json: json)
        return scanner.value(of: Array(key.utf8))
    }

    private struct Scanner {
        let json: [UInt8]
        var position = 0

        mutating func value(of key: [UInt8]) -> ArraySlice<UInt8>? {
            skipSpace()
            guard take(UInt8(ascii: "{")) else { return nil }
            while true {
                skipSpace()
                guard let name = string() else { return nil }
                skipSpace()
                guard take(UInt8(ascii: ":")) else { return nil }
                skipSpace()
                let start = position
                guard skipValue(), position > start else { return nil }
                if name.elementsEqual(key) { return json[start..<position] }
                skipSpace()
                guard take(UInt8(ascii: ",")) else { return nil }
            }
        }

        private mutating func skipSpace() {
            while position < json.count, [0x20, 0x09, 0x0A, 0x0D].contains(json[position]) { position += 1 }
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard position < json.count, json[position] == byte else { return false }
            position += 1
            return true
        }

        /// The bytes between the quotation marks, escapes as they stand.
        private mutating func string() -> ArraySlice<UInt8>? {
            guard take(UInt8(ascii: "\"")) else { return nil }
            let start = position
            while position < json.count {
                switch json[position] {
                case UInt8(ascii: "\\"): position += 2
                case UInt8(ascii: "\""):
                    position += 1
                    return json[start..<position - 1]
                default: position += 1
                }
            }
            position = json.count
            return nil
        }

        private mutating func skipValue() -> Bool {
            var depth = 0
            while position < json.count {
                switch json[position] {
                case UInt8(ascii: "\""):
                    guard string() != nil else { return false }
                    if depth == 0 { return true }
                    continue
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if depth == 0 { return true }
                    depth -= 1
                    if depth == 0 {
                        position += 1
                        return true
                    }
                case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
                    if depth == 0 { return true }
                default: break
                }
                position += 1
            }
            return depth == 0
        }
    }
}
