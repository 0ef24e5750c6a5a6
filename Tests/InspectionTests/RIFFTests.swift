// AVI and WAV files made by hand: several RIFF chunks, sizes never filled in.

import Inspection
import Testing

@Suite struct RIFFTests {
    private func chunk(_ id: String, _ content: [UInt8]) -> [UInt8] {
        Array(id.utf8) + littleEndian(UInt32(content.count)) + content + (content.count.isMultiple(of: 2) ? [] : [0])
    }

    private func list(_ kind: String, _ chunks: [UInt8], id: String = "LIST") -> [UInt8] {
        chunk(id, Array(kind.utf8) + chunks)
    }

    private func completeness(_ bytes: [UInt8], _ format: MediaFormat) throws -> Completeness {
        try ContainerCheck.completeness(of: MemoryBytes(bytes), as: format)
    }

    @Test func `a long AVI file of several RIFF parts is whole when the last one is`() throws {
        let first = list("AVI ", list("movi", chunk("00dc", [1, 2, 3])), id: "RIFF")
        let second = list("AVIX", list("movi", list("rec ", chunk("00dc", [4, 5]))), id: "RIFF")
        #expect(try completeness(first + second, .avi) == .whole)
        #expect(try completeness(first + second.dropLast(), .avi) == .incomplete(.endsInside(part: "'RIFF' part")))
        let empty = list("AVIX", list("movi", list("rec ", chunk("00dc", [0, 0]))), id: "RIFF")
        #expect(try completeness(first + empty, .avi) == .incomplete(.zeros(in: "last picture")))
        let silent = list("AVIX", list("movi", chunk("01wb", [0, 0])), id: "RIFF")
        #expect(try completeness(first + silent, .avi) == .unprovable)
    }

    @Test func `an AVI file's index leads to its last chunk`() throws {
        func index(_ id: String, offset: UInt32) -> [UInt8] {
            chunk("idx1", Array(id.utf8) + littleEndian(UInt32(16)) + littleEndian(offset) + littleEndian(UInt32(4)))
        }
        func avi(_ last: [UInt8], _ index: [UInt8]) -> [UInt8] {
            list("AVI ", list("movi", chunk("00dc", [1, 2]) + last) + index, id: "RIFF")
        }
        // From the list's kind: four bytes of it, ten of the first chunk.
        let picture = chunk("00dc", [1, 2, 3, 4])
        #expect(try completeness(avi(picture, index("00dc", offset: 14)), .avi) == .whole)
        // From the start of the file, as some write it.
        #expect(try completeness(avi(picture, index("00dc", offset: 34)), .avi) == .whole)
        #expect(try completeness(avi(picture, index("00dc", offset: 15)), .avi) == .unprovable)
        let zeros = chunk("00dc", [0, 0, 0, 0])
        #expect(
            try completeness(avi(zeros, index("00dc", offset: 14)), .avi) == .incomplete(.zeros(in: "last picture")))
        let emptyIndex = chunk("idx1", Array(repeating: 0, count: 16))
        #expect(
            try completeness(avi(picture, emptyIndex), .avi) == .incomplete(.zeros(in: "index ('idx1')")))
    }

    @Test(arguments: [UInt32.max, 0])
    func `a WAV file whose size was never filled in proves nothing`(_ size: UInt32) throws {
        let wave = Array("RIFF".utf8) + littleEndian(size) + Array("WAVE".utf8) + chunk("data", [1, 2, 3, 4])
        #expect(try completeness(wave, .wav) == .unprovable)
    }

    @Test func `silence at the end of a WAV file proves nothing`() throws {
        let sound = Array(repeating: UInt8(9), count: 9000)
        let silence = sound + Array(repeating: 0, count: 5000)
        #expect(try completeness(list("WAVE", chunk("data", sound), id: "RIFF"), .wav) == .whole)
        #expect(try completeness(list("WAVE", chunk("data", silence), id: "RIFF"), .wav) == .unprovable)
        #expect(
            try completeness(list("WAVE", chunk("data", Array(sound + [0])), id: "RIFF"), .wav) == .whole)
    }

    /// Programs copy in blocks, and sound falls silent anywhere.
    @Test func `a WAV file that is zeros from the start of a block on was not copied to its end`() throws {
        let whole = list("WAVE", chunk("data", Array(repeating: 9, count: 20_000)), id: "RIFF")
        for end in [4096, 8192, 16_384] {
            let broken = whole[..<end] + Array(repeating: 0, count: whole.count - end)
            #expect(try completeness(Array(broken), .wav) == .incomplete(.zeros(in: "end")), "copied up to \(end)")
        }
        let fallenSilent = whole[..<8190] + Array(repeating: 0, count: whole.count - 8190)
        #expect(try completeness(Array(fallenSilent), .wav) == .unprovable)
    }
}
