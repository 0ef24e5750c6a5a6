// Movies made by hand: box sizes of every kind, and indexes that lie.

import Inspection
import Testing

@Suite struct ISOMediaTests {
    private static let typeSize = UInt64(HandMadeMovie.fileType.count)

    private func check(_ bytes: [UInt8]) throws -> Completeness {
        try ContainerCheck.completeness(of: MemoryBytes(bytes), as: .mp4)
    }

    private func media(_ count: Int = 200) -> [UInt8] { Array(repeating: 7, count: count) }

    @Test func `media whose box reaches to the end of the file is whole when its last sample fits`() throws {
        // The index comes first, so that the media can be the last box.
        var movie = HandMadeMovie()
        movie.chunkOffset = Self.typeSize + UInt64(movie.index.count) + 8
        let start = HandMadeMovie.fileType + movie.index + [0, 0, 0, 0] + Array("mdat".utf8)
        #expect(try check(start + media()) == .whole)
        #expect(try check(start + media(199)) == .incomplete(.endsInside(part: "last picture")))
    }

    @Test(arguments: [Int64(5) << 30, 1 << 42])
    func `boxes beyond four gigabytes are walked without reading them`(_ size: Int64) throws {
        let header = longHeader("mdat", contentSize: UInt64(size))
        var movie = HandMadeMovie()
        movie.chunkOffset = Self.typeSize + 16 + UInt64(size) - 200
        let start = HandMadeMovie.fileType + header
        let end = Int64(start.count) + size
        let whole = VirtualBytes(size: end + Int64(movie.index.count), pieces: [(0, start), (end, movie.index)])
        #expect(try ContainerCheck.completeness(of: whole, as: .mp4) == .whole)

        let zeros = VirtualBytes(size: whole.size, fill: 0, pieces: whole.pieces)
        #expect(try ContainerCheck.completeness(of: zeros, as: .mp4) == .incomplete(.zeros(in: "last picture")))

        let cut = VirtualBytes(size: end, pieces: [(0, start)])
        #expect(try ContainerCheck.completeness(of: cut, as: .mp4) == .incomplete(.missing(part: "index ('moov')")))
    }

    @Test(arguments: ["tkhd", "mvhd", "free"])
    func `a box at the end of the largest file there can be is not looked for beyond it`(_ type: String) throws {
        let end = box("moov", type == "mvhd" ? box(type, [0]) : box("trak", box(type, [0])))
        let size = Int64.max
        let start =
            HandMadeMovie.fileType
            + longHeader("mdat", contentSize: UInt64(size) - Self.typeSize - 16 - UInt64(end.count))
        let source = VirtualBytes(size: size, pieces: [(0, start), (size - Int64(end.count), end)])
        #expect(try ContainerCheck.completeness(of: source, as: .mp4) == .unprovable)
        #expect(try MovieFacts.read(from: source) == nil)
    }

    @Test(arguments: [
        longHeader("mdat", contentSize: UInt64.max - 15), longHeader("mdat", contentSize: UInt64(Int64.max)),
        longHeader("mdat", contentSize: UInt64.max - 100), bigEndian(UInt32(7)) + Array("mdat".utf8),
        bigEndian(UInt32(8)) + [0, 0, 0, 0], Array(repeating: 0, count: 8),
    ])
    func `a box whose size or name is impossible is not whole`(_ header: [UInt8]) throws {
        guard case .incomplete = try check(HandMadeMovie.fileType + header + media()) else {
            Issue.record("accepted")
            return
        }
    }

    @Test func `a sample whose tail is zeros has not arrived, unless its codec allows it`() throws {
        var movie = HandMadeMovie()
        movie.chunkOffset = Self.typeSize + UInt64(movie.index.count) + 8
        let partly = Array(repeating: UInt8(7), count: 150) + Array(repeating: UInt8(0), count: 50)
        let silent = Array(repeating: UInt8(7), count: 100) + Array(repeating: UInt8(0), count: 100)

        func check(_ codec: String, _ handler: String, _ content: [UInt8]) throws -> Completeness {
            movie.codec = codec
            movie.handler = handler
            return try self.check(HandMadeMovie.fileType + movie.index + box("mdat", content))
        }
        #expect(try check("avc1", "vide", partly) == .incomplete(.zeros(in: "last picture")))
        #expect(try check("apch", "vide", partly) == .whole)
        #expect(try check("apch", "vide", silent) == .incomplete(.zeros(in: "last picture")))
        #expect(try check("mp4a", "soun", silent) == .incomplete(.zeros(in: "last sound")))
        #expect(try check("sowt", "soun", silent) == .unprovable)
        #expect(try check("tmcd", "tmcd", silent) == .whole)
    }

    @Test func `an index that lies about its tables is found out`() throws {
        func check(_ change: (inout HandMadeMovie) -> Void) throws -> Completeness {
            var movie = HandMadeMovie()
            movie.chunkOffset = Self.typeSize + 8
            change(&movie)
            return try self.check(HandMadeMovie.fileType + box("mdat", media()) + movie.index)
        }
        #expect(try check { _ in } == .whole)
        #expect(try check { $0.chunkOffset = UInt64.max } == .incomplete(.malformed(part: "table of chunks")))
        #expect(
            try check { $0.chunkOffset = UInt64(Int64.max) } == .incomplete(.malformed(part: "table of chunks")))
        #expect(try check { $0.firstChunk = 9 } == .incomplete(.malformed(part: "table of chunks")))
        #expect(try check { $0.samplesPerChunk = 0 } == .incomplete(.malformed(part: "table of chunks")))
        #expect(try check { $0.samplesPerChunk = .max } == .whole)
        #expect(try check { $0.uniform = (.max, .max) } == .incomplete(.endsInside(part: "last picture")))
        #expect(
            try check {
                $0.uniform = (.max, .max)
                $0.samplesPerChunk = .max
            } == .incomplete(.malformed(part: "table of chunks")))
    }

    @Test func `boxes nested without end are cut off`() throws {
        var nested = box("free", [])
        for _ in 0..<5000 { nested = box("moov", nested) }
        guard case .incomplete = try check(HandMadeMovie.fileType + nested) else {
            Issue.record("accepted")
            return
        }
    }

    @Test func `millions of tiny boxes end in an answer within bounded time`() throws {
        let bytes = Array(repeating: box("free", []), count: 2_000_000).flatMap { $0 }
        let start = ContinuousClock.now
        #expect(try check(bytes) == .unprovable)
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
