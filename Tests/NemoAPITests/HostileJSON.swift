// JSON texts that are well formed and still as odd as they may be: what damage alone would hardly ever leave whole.

import TestSupport

/// Writes values by chance.
struct HostileJSON {
    var mutator: ByteMutator
    /// What keys and texts are made of, besides oddities.
    var words: [String]

    private static let numbers = [
        "0", "-0", "1", "7", "60000", "0.35", "1E+02", "1e999", "-1e-999", "9223372036854775807", "9223372036854775808",
        "-9223372036854775809", "123456789012345678901234567890",
        "0.1000000000000000055511151231257827021181583404541015625",
        "2001", "1e300", "-5",
    ]

    private static let oddities: [[UInt8]] =
        [
            "\\u0041", "\\ud83c\\udfac", "\\ud83c", "\\udfac", "\\/", "\\\\", "\\\"", "\\n", "\\u0000", "\\u202e", "é",
            "🎬", "e\u{301}", " ",
            "\u{7F}", "\u{2028}", "}", "]", "{\\\"", ",",
        ].map { Array($0.utf8) } + [[0xFF], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0x01], [0xF0, 0x9F]]

    mutating func value(depth: Int = 5) -> [UInt8] {
        let choice = mutator.index(below: depth > 0 ? 10 : 5)
        let core =
            switch choice {
            case 0: Array((mutator.pick(["null", "true", "false"]) ?? "null").utf8)
            case 1, 2: Array((mutator.pick(Self.numbers) ?? "0").utf8)
            case 3, 4: text()
            case 5, 6: array((0..<mutator.index(below: 4)).map { _ in value(depth: depth - 1) })
            default: object((0..<mutator.index(below: 5)).map { _ in (text(), value(depth: depth - 1)) })
            }
        return blanks() + core + blanks()
    }

    private func array(_ elements: [[UInt8]]) -> [UInt8] {
        [UInt8(ascii: "[")] + elements.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
    }

    private mutating func object(_ members: [(key: [UInt8], value: [UInt8])]) -> [UInt8] {
        let written = members.map { blanks() + $0.key + blanks() + [UInt8(ascii: ":")] + $0.value }
        return [UInt8(ascii: "{")] + written.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "}")]
    }

    private mutating func text() -> [UInt8] {
        var text = mutator.index(below: 6) == 0 ? [] : Array((mutator.pick(words) ?? "").utf8)
        while mutator.index(below: 4) == 0 { text += mutator.pick(Self.oddities) ?? [] }
        return [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]
    }

    private mutating func blanks() -> [UInt8] {
        mutator.index(below: 6) == 0 ? mutator.pick([[0x20], [0x0A], [0x0D, 0x0A], [0x09, 0x20]]) ?? [] : []
    }
}

extension ByteMutator {
    /// Some JSON, or, now and then, such a text damaged.
    mutating func json(of words: [String], like samples: [[UInt8]]) -> [UInt8] {
        switch index(below: 4) {
        case 0: return damaged(pick(samples) ?? [], with: samples)
        case 1:
            var hostile = HostileJSON(mutator: self, words: words)
            let text = hostile.value()
            self = hostile.mutator
            return damaged(text, with: samples)
        default:
            var hostile = HostileJSON(mutator: self, words: words)
            defer { self = hostile.mutator }
            return hostile.value()
        }
    }
}
