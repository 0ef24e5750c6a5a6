// Movies in which every number may be any number: those at which arithmetic likes to go wrong above all.

import Inspection
import TestSupport

/// Makes boxes that are well formed enough to be read to their numbers.
struct HostileMovie {
    var mutator: ByteMutator

    private static let numbers: [UInt64] = [
        0, 1, 2, 3, 8, 100, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF, 0x1_0000_0000,
        0x7FFF_FFFF_FFFF_FFFE,
        0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFFF,
    ]

    /// Some number in so many bytes.
    private mutating func any(_ width: Int) -> [UInt8] {
        Array(bigEndian(mutator.pick(Self.numbers) ?? 0).suffix(width))
    }

    private mutating func any(_ width: Int, times: Int) -> [UInt8] { (0..<times).flatMap { _ in any(width) } }

    private mutating func one(_ choices: [String]) -> String { mutator.pick(choices) ?? "free" }

    /// A box that, rarely, ends too early or lies about its size.
    private mutating func part(_ type: String, _ content: [UInt8]) -> [UInt8] {
        switch mutator.index(below: 40) {
        case 0: box(type, Array(content.prefix(mutator.index(below: content.count + 1))))
        case 1: any(4) + Array(type.utf8) + content
        case 2: bigEndian(UInt32(1)) + Array(type.utf8) + any(8) + content
        default: box(type, content)
        }
    }

    mutating func index() -> [UInt8] {
        var boxes = part("mvhd", [UInt8(mutator.index(below: 2)), 0, 0, 0] + any(4, times: 24))
        for _ in 0...mutator.index(below: 3) { boxes += track() }
        if mutator.index(below: 2) == 0 {
            boxes += part("mvex", part("trex", bigEndian(UInt32(0)) + bigEndian(UInt32(1)) + any(4, times: 4)))
        }
        return part("moov", boxes)
    }

    private mutating func track() -> [UInt8] {
        let version = UInt8(mutator.index(below: 2))
        let id = version == 1 ? any(8, times: 2) + bigEndian(UInt32(1)) : any(4, times: 2) + bigEndian(UInt32(1))
        let header = part("tkhd", [version, 0, 0, 7] + id + any(4, times: 20))
        let handler = part("hdlr", any(4, times: 2) + Array(one(["vide", "soun", "tmcd"]).utf8) + any(4))
        let reference = part("dinf", part("dref", any(4, times: 2) + part("url ", any(4))))
        let media = part("mdia", handler + part("minf", reference + part("stbl", sampleTable())))
        return part("trak", header + media)
    }

    private mutating func sampleTable() -> [UInt8] {
        let description = any(4, times: 2) + part(one(["avc1", "mp4a", "sowt", "tmcd"]), any(4, times: 4))
        let sizes =
            mutator.index(below: 2) == 0
            ? part("stsz", any(4, times: 3) + any(4, times: 4))
            : part("stz2", [0, 0, 0, 0, 0, 0, 0, 4] + any(4, times: 3))
        let groups = part("stsc", [0, 0, 0, 0, 0, 0, 0, 1] + any(4, times: 3))
        let isLong = mutator.index(below: 2) == 0
        let chunks = part(isLong ? "co64" : "stco", [0, 0, 0, 0, 0, 0, 0, 1] + any(isLong ? 8 : 4))
        return part("stsd", description) + sizes + groups + chunks
    }

    mutating func fragment() -> [UInt8] {
        var runs: [UInt8] = []
        for _ in 0...mutator.index(below: 3) {
            let count = UInt32(mutator.index(below: 4))
            let flags = [0, UInt8(mutator.index(below: 16)), UInt8(mutator.index(below: 8))]
            let isLying = mutator.index(below: 4) == 0
            runs += part("trun", [0] + flags + (isLying ? any(4) : bigEndian(count)) + any(4, times: 12))
        }
        let header = part(
            "tfhd",
            [0, UInt8(mutator.index(below: 4)), 0, UInt8(mutator.index(below: 64))]
                + bigEndian(UInt32(1)) + any(8) + any(4, times: 5))
        return part("moof", part("traf", header + runs) + part("traf", header + runs))
            + part("mdat", any(4, times: 2)) + part("mfra", any(4, times: 2))
    }
}
