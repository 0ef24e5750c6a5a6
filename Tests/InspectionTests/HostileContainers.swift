// Matroska and RIFF files in which every size may be any number, nested in every way.

import Inspection
import TestSupport

/// Elements with ids the check knows, and sizes that may lie.
struct HostileMatroska {
    var mutator: ByteMutator

    private static let header: [UInt8] = [0x1A, 0x45, 0xDF, 0xA3, 0x84, 0x42, 0x86, 0x81, 0x01]
    private static let ids: [[UInt8]] = [
        [0x18, 0x53, 0x80, 0x67], [0x1F, 0x43, 0xB6, 0x75], [0x16, 0x54, 0xAE, 0x6B], [0xAE], [0xD7], [0x86], [0xA3],
        [0xA0],
        [0xA1], [0x1C, 0x53, 0xBB, 0x6B], [0xBB], [0xB7], [0x12, 0x54, 0xC3, 0x67], [0x73, 0x73], [0xEC], [0xBF],
        [0xE7],
    ]

    mutating func file() -> [UInt8] {
        let tracks = element(
            [0x16, 0x54, 0xAE, 0x6B], element([0xAE], [0xD7, 0x81, 0x01, 0x86, 0x85] + Array("V_VP8".utf8)))
        let cluster = element([0x1F, 0x43, 0xB6, 0x75], element([0xA3], [0x81, 0, 0, 0, 7, 7]) + content(depth: 3))
        return Self.header + element([0x18, 0x53, 0x80, 0x67], tracks + cluster + content(depth: 4)) + content(depth: 1)
    }

    private mutating func content(depth: Int) -> [UInt8] {
        guard depth > 0, mutator.index(below: 5) > 0 else { return mutator.noise(mutator.index(below: 12)) }
        var content: [UInt8] = []
        for _ in 0..<mutator.index(below: 4) {
            content += element(mutator.pick(Self.ids) ?? [0xEC], self.content(depth: depth - 1))
        }
        return content
    }

    private mutating func element(_ id: [UInt8], _ content: [UInt8]) -> [UInt8] {
        let wide = UInt64(1) << 56
        var size = UInt64(content.count)
        switch mutator.index(below: 24) {
        case 0: size = wide - 1  // unknown
        case 1: size = wide - 2
        case 2: size = UInt64(mutator.index(below: 1 << 40))
        case 3: size += 1 + UInt64(mutator.index(below: 200))
        case 4: size = UInt64(mutator.index(below: content.count + 1))
        case 5: return id + [0]
        case 6: return id + [0xFF] + content
        default: break
        }
        return id + bigEndian(wide | size) + content
    }
}

/// Chunks with ids the checks know, and sizes that may lie.
struct HostileRIFF {
    var mutator: ByteMutator

    mutating func file() -> [UInt8] {
        let kind = mutator.pick(["AVI ", "AVIX", "WAVE", "WEBP"]) ?? "AVI "
        let media = chunk("LIST", Array("movi".utf8) + chunks(depth: 3))
        let index = chunk("idx1", Array("00dc".utf8) + (0..<3).flatMap { _ in number() })
        return chunk("RIFF", Array(kind.utf8) + chunks(depth: 2) + media + index)
            + (mutator.index(below: 2) == 0 ? chunk("RIFF", Array("AVIX".utf8) + media) : [])
    }

    private mutating func chunks(depth: Int) -> [UInt8] {
        var content: [UInt8] = []
        for _ in 0..<mutator.index(below: 4) {
            let id =
                mutator.pick(["LIST", "RIFF", "00dc", "01wb", "00db", "data", "VP8 ", "JUNK", "idx1", "fmt "]) ?? "JUNK"
            let inside =
                depth > 0 ? Array("movi".utf8) + chunks(depth: depth - 1) : mutator.noise(mutator.index(below: 9))
            content += chunk(id, inside)
        }
        return content
    }

    private mutating func number() -> [UInt8] {
        littleEndian(mutator.pick([0, 1, 4, 12, 20, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, .max] as [UInt32]) ?? 0)
    }

    private mutating func chunk(_ id: String, _ content: [UInt8]) -> [UInt8] {
        let size = mutator.index(below: 20) == 0 ? number() : littleEndian(UInt32(content.count))
        return Array(id.utf8) + size + content + (content.count.isMultiple(of: 2) ? [] : [0])
    }
}
