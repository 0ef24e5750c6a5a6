// Damages bytes as disks, networks and attackers do, in the same way for the same seed.

/// Makes hostile inputs out of good ones.
package struct ByteMutator {
    package var random: SeededGenerator
    /// Words of the format that is damaged, which blind chance would hardly hit.
    private let dictionary: [[UInt8]]
    private let sizeLimit: Int

    /// - Parameter sizeLimit: the most bytes a result may have.
    package init(seed: UInt64, dictionary: [[UInt8]] = [], sizeLimit: Int = 1 << 20) {
        random = SeededGenerator(seed: seed)
        self.dictionary = dictionary
        self.sizeLimit = sizeLimit
    }

    package init(seed: UInt64, words: [String], sizeLimit: Int = 1 << 20) {
        self.init(seed: seed, dictionary: words.map { Array($0.utf8) }, sizeLimit: sizeLimit)
    }

    /// One damage, or, one time in three, up to eight of them one after the other.
    /// - Parameter others: what may be spliced in.
    package mutating func damaged(_ bytes: [UInt8], with others: [[UInt8]] = []) -> [UInt8] {
        var bytes = bytes
        let isBadly = index(below: 3) == 0
        for _ in 0...(isBadly ? index(below: 8) : 0) { damageOnce(&bytes, with: others) }
        return Array(bytes.prefix(sizeLimit))
    }

    /// Bytes of no format at all.
    package mutating func noise(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// The bytes in pieces of any length, some of them empty.
    package mutating func cut(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        let longest = [1, 3, 16, 200, bytes.count + 1].randomElement(using: &random) ?? 1
        while !rest.isEmpty {
            let count = Int.random(in: 0...longest, using: &random)
            pieces.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        return pieces
    }

    package mutating func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &random) }

    /// Any number from 0 up to, and not including, another; 0 where that is 0.
    package mutating func index(below count: Int) -> Int { count > 0 ? Int.random(in: 0..<count, using: &random) : 0 }
}

extension ByteMutator {
    private mutating func damageOnce(_ bytes: inout [UInt8], with others: [[UInt8]]) {
        switch index(below: 11) {
        case 0: flipBits(in: &bytes)
        case 1: overwrite(noise(1 + index(below: 8)), in: &bytes)
        case 2: overwrite(number(), in: &bytes)
        case 3: overwrite(pick(dictionary) ?? number(), in: &bytes)
        case 4: insert(pick(dictionary) ?? noise(4), into: &bytes)
        case 5: insert(noise(1 + index(below: 40)), into: &bytes)
        case 6: insert(Array(bytes[part(of: bytes)]), into: &bytes)
        case 7: insert(repeated(pick(dictionary) ?? noise(1)), into: &bytes)
        case 8: bytes.removeSubrange(part(of: bytes))
        case 9: bytes.removeLast(index(below: bytes.count))
        default: splice(pick(others) ?? bytes, into: &bytes)
        }
        if bytes.count > sizeLimit { bytes.removeLast(bytes.count - sizeLimit) }
    }

    private mutating func flipBits(in bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        for _ in 0...index(below: 8) { bytes[index(below: bytes.count)] ^= 1 << UInt8(index(below: 8)) }
    }

    private mutating func overwrite(_ new: [UInt8], in bytes: inout [UInt8]) {
        let start = index(below: bytes.count)
        for (index, byte) in zip(bytes.indices.dropFirst(start), new) { bytes[index] = byte }
    }

    private mutating func insert(_ new: [UInt8], into bytes: inout [UInt8]) {
        bytes.insert(contentsOf: new, at: index(below: bytes.count + 1))
    }

    /// The beginning of one and the end of the other.
    private mutating func splice(_ other: [UInt8], into bytes: inout [UInt8]) {
        bytes.removeLast(index(below: bytes.count))
        bytes += other.dropFirst(index(below: other.count))
    }

    /// Long stretches are rare: what matters mostly lies close together.
    private mutating func part(of bytes: [UInt8]) -> Range<Int> {
        let start = index(below: bytes.count)
        let longest = index(below: 4) == 0 ? bytes.count : 64
        return start..<min(bytes.count, start + index(below: longest))
    }

    private mutating func repeated(_ word: [UInt8]) -> [UInt8] {
        let count = pick([2, 17, 300, 5000]) ?? 2
        return Array(repeatElement(word, count: min(count, max(1, 20_000 / max(1, word.count)))).joined())
    }

    /// A number at which arithmetic likes to go wrong, in one of its widths and both orders of bytes.
    private mutating func number() -> [UInt8] {
        let exponents: [UInt64] = [7, 8, 15, 16, 24, 31, 32, 33, 53, 62, 63]
        let power = UInt64(1) << (pick(exponents) ?? 0)
        let value = pick([0, 1, power, power &- 1, power &+ 1, .max, .max &- 1, .max &- power]) ?? 0
        let width = pick([1, 2, 4, 8]) ?? 8
        let bytes = (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
        return index(below: 2) == 0 ? bytes : bytes.reversed()
    }
}
