// Matroska files made by hand: lengths unknown, a last block that never arrived.

import Inspection
import Testing

@Suite struct MatroskaTests {
    /// An element with a length of eight bytes; all of them set when it is unknown.
    private func element(_ id: UInt32, _ content: [UInt8], isLengthKnown: Bool = true) -> [UInt8] {
        let name = Array(bigEndian(id).drop { $0 == 0 })
        let length = isLengthKnown ? bigEndian(UInt64(content.count) | 1 << 56) : [1] + Array(repeating: 0xFF, count: 7)
        return name + length + content
    }

    private let header: [UInt8]

    init() {
        header = [0x1A, 0x45, 0xDF, 0xA3, 0x87, 0x42, 0x82, 0x84] + Array("webm".utf8)
    }

    private func tracks(_ codec: String) -> [UInt8] {
        element(0x1654_AE6B, element(0xAE, element(0xD7, [1]) + element(0x86, Array(codec.utf8))))
    }

    private func block(_ frame: [UInt8]) -> [UInt8] { element(0xA3, [0x81, 0, 0, 0x80] + frame) }

    private func groupedBlock(_ frame: [UInt8]) -> [UInt8] { element(0xA0, element(0xA1, [0x81, 0, 0, 0] + frame)) }

    private func cluster(_ content: [UInt8], isLengthKnown: Bool = true) -> [UInt8] {
        element(0x1F43_B675, element(0xE7, [0]) + content, isLengthKnown: isLengthKnown)
    }

    private func segment(_ content: [UInt8], isLengthKnown: Bool = true) -> [UInt8] {
        header + element(0x1853_8067, content, isLengthKnown: isLengthKnown)
    }

    private func completeness(_ bytes: [UInt8]) throws -> Completeness {
        try ContainerCheck.completeness(of: MemoryBytes(bytes), as: .matroska)
    }

    @Test(arguments: [
        ("V_VP8", [7, 7], Completeness.whole), ("V_VP8", [0, 0], .incomplete(.zeros(in: "last block"))),
        ("A_PCM/INT/LIT", [0, 0], .unprovable), ("A_PCM/INT/LIT", [0, 1], .whole),
        ("V_MPEG4/ISO/AVC", [7] + Array(repeating: 0, count: 20), .incomplete(.zeros(in: "last block"))),
    ])
    func `the last block tells whether the end has arrived`(
        _ codec: String, _ frame: [UInt8], _ expected: Completeness
    ) throws {
        #expect(try completeness(segment(tracks(codec) + cluster(block([5]) + block(frame)))) == expected)
        #expect(try completeness(segment(tracks(codec) + cluster(block([5]) + groupedBlock(frame)))) == expected)
    }

    @Test func `a recording of unknown length proves nothing, but a cut inside a block shows`() throws {
        let live = segment(
            tracks("V_VP8") + cluster(block([1]), isLengthKnown: false) + cluster(block([2, 3]), isLengthKnown: false),
            isLengthKnown: false)
        #expect(try completeness(live) == .unprovable)
        #expect(try completeness(live.dropLast()) == .incomplete(.endsInside(part: "last cluster")))
        #expect(try completeness(live.dropLast(2) + [0, 0]) == .incomplete(.zeros(in: "last block")))
        #expect(try completeness(live + [0, 0, 0]) == .incomplete(.zeros(in: "last cluster")))
    }

    @Test func `a part that begins within its segment and not in it is malformed`() throws {
        let cut = cluster(block([1])) + element(0x1F43_B675, [], isLengthKnown: false)
        // The segment ends within the size of its last cluster.
        let bytes = header + element(0x1853_8067, tracks("V_VP8") + cut.dropLast(2)) + cut.suffix(2)
        #expect(try completeness(bytes) == .incomplete(.malformed(part: "content")))
    }

    @Test func `a file without media lacks it`() throws {
        #expect(try completeness(header) == .incomplete(.missing(part: "content")))
        #expect(try completeness(segment(tracks("V_VP8"))) == .incomplete(.missing(part: "first cluster")))
    }

    @Test func `an index of zeros has not arrived`() throws {
        let media = tracks("V_VP8") + cluster(block([1]))
        let index = element(0x1C53_BB6B, element(0xBB, element(0xB3, [9])))
        #expect(try completeness(segment(media + index)) == .whole)
        let empty = Array(index.dropLast(12)) + Array(repeating: 0, count: 12)
        #expect(try completeness(segment(media + empty)) != .whole)
    }

    @Test func `an index nested without end is cut off`() throws {
        var index = element(0xB3, [9])
        for _ in 0..<2000 { index = element(0xBB, index) }
        let bytes = segment(tracks("V_VP8") + cluster(block([1])) + element(0x1C53_BB6B, index))
        #expect(try completeness(bytes) == .unprovable)
    }
}
