// Media files that were damaged in every way, and boxes that lie: no check crashes, reads without bound, or takes what
// was cut for whole.

import Foundation
import JobModel
import TestSupport
import Testing

@testable import Inspection

@Suite(.serialized, .timeLimit(.minutes(FuzzRound.factor)))
struct ContainerFuzzTests {
    static let seeds: [UInt64] = [1, 2, 3]

    static let words = [
        "ftyp", "moov", "trak", "mdia", "minf", "stbl", "stsd", "stsz", "stz2", "stsc", "stco", "co64", "mdat", "moof",
        "traf",
        "tfhd", "trun", "mfra", "mvex", "trex", "mvhd", "tkhd", "hdlr", "dinf", "dref", "free", "cmov", "RIFF", "LIST",
        "movi",
        "idx1", "AVIX", "data", "RF64", "WAVE", "VP8 ", "IDAT", "IEND", "\u{21}", "\u{2C}", "\u{3B}",
    ]

    /// Looks at the bytes as an agent would, whatever they are.
    /// - Returns: `nil` when it took more reading than a test has time for; that there is an end is shown elsewhere.
    private func look(at bytes: some ByteSource, as format: MediaFormat, _ round: FuzzRound? = nil) throws
        -> Completeness?
    {
        // In memory there is an end to everything.
        let metered = MeteredBytes(bytes, budget: bytes is VirtualBytes ? 100 : .max)
        let round = round?.description ?? "by hand"
        defer { #expect(metered.longestRead <= 4096, "\(round): read \(metered.longestRead) bytes at once") }
        do throws(ByteSourceError) {
            let result = try ContainerCheck.completeness(of: metered, as: format)
            if let facts = try MovieFacts.read(from: metered), let duration = facts.duration {
                #expect(duration.inMilliseconds >= 0, "\(round): a length that cannot be told")
            }
            return result
        } catch {
            guard error == MeteredBytes.overspent else { throw error }
            return nil
        }
    }

    @Test(arguments: Sample.allCases)
    func `a file damaged where its structure is does no harm`(_ sample: Sample) async throws {
        let original = try sample.bytes
        let others = try [Sample.mp4Fragmented, .mkv, .avi].map { Array(try $0.bytes.prefix(1500)) }
        for seed in Self.seeds {
            for await round in FuzzRounds(40, seed: seed) {
                var mutator = round.mutator(words: Self.words, sizeLimit: 4 << 20)
                let head = mutator.index(below: min(4000, original.count))
                let tail = mutator.index(below: min(6000, original.count - head))
                let place = mutator.index(below: 3)
                var parts = [
                    Array(original[..<head]), Array(original[head..<(original.count - tail)]),
                    Array(original.suffix(tail)),
                ]
                if place != 0 { parts[0] = mutator.damaged(parts[0], with: others) }
                if place != 1 { parts[2] = mutator.damaged(parts[2], with: others) }
                let bytes = Array(parts.joined())
                _ = try look(at: MemoryBytes(bytes), as: sample.format, round)
            }
        }
    }

    @Test(arguments: seeds)
    func `an index of any numbers does no harm, however large the file`(seed: UInt64) async throws {
        let sizes: [Int64] = [0, 1 << 31, 1 << 32, 1 << 53, .max - 100, .max - 8, .max]
        for await round in FuzzRounds(500, seed: seed) {
            var movie = HostileMovie(mutator: round.mutator(words: Self.words, sizeLimit: 100_000))
            var start = HandMadeMovie.fileType + movie.index()
            let end = movie.mutator.index(below: 2) == 0 ? movie.fragment() : movie.index()
            if movie.mutator.index(below: 4) == 0 { start = movie.mutator.damaged(start) }
            _ = try look(at: MemoryBytes(start + end), as: .mov, round)
            // One box of media between the two parts, as large as it takes.
            let size = max(Int64(start.count + 16 + end.count), movie.mutator.pick(sizes) ?? 0)
            start += longHeader("mdat", contentSize: UInt64(size) - UInt64(start.count + 16 + end.count))
            let pieces = [(Int64(0), start), (size - Int64(end.count), end)]
            let fill: UInt8 = movie.mutator.index(below: 2) == 0 ? 0 : 0x55
            _ = try look(at: VirtualBytes(size: size, fill: fill, pieces: pieces), as: .mp4, round)
        }
    }

    @Test(arguments: seeds)
    func `any bytes are told to be something, on one short line`(seed: UInt64) async throws {
        let database = try MagicDatabase()
        let heads = try Sample.allCases.map { Array(try $0.bytes.prefix(3000)) }
        for await round in FuzzRounds(250, seed: seed) {
            var mutator = round.mutator(
                words: Self.words + ["#EXTM3U\n", "ffconcat version 1.0\n", "#!/bin/sh\n", "%PDF-"])
            let bytes = mutator.damaged(mutator.pick(heads) ?? [], with: heads)
            let verdict = try ContentVerdict.verdict(on: MemoryBytes(bytes), by: database)
            guard case .foreign(let description) = verdict else { continue }
            #expect(description == description.shownOnOneLine && description.count <= 1000, "\(round)")
            #expect(verdict.refusal != nil, "\(round)")
        }
    }

    @Test(arguments: seeds)
    func `elements and chunks of any size do no harm`(seed: UInt64) async throws {
        for await round in FuzzRounds(400, seed: seed) {
            var matroska = HostileMatroska(mutator: round.mutator())
            let elements = matroska.file()
            _ = try look(at: MemoryBytes(elements), as: .matroska, round)
            _ = try look(at: VirtualBytes(size: 1 << 41, fill: 0xEC, pieces: [(0, elements)]), as: .webm, round)
            var riff = HostileRIFF(mutator: round.mutator())
            let chunks = riff.file()
            for format in [MediaFormat.avi, .wav, .webp] { _ = try look(at: MemoryBytes(chunks), as: format, round) }
            _ = try look(at: VirtualBytes(size: 1 << 33, fill: 0x30, pieces: [(0, chunks)]), as: .avi, round)
        }
    }

    @Test(arguments: [
        ("moov", MediaFormat.mp4), ("trak", .mov), ("moof", .m4a), ("stbl", .mp4), ("LIST", .avi), ("RIFF", .wav),
        ("\u{A0}", .matroska), ("\u{BB}", .webm),
    ])
    func `parts nested ten thousand deep are cut off`(_ name: String, _ format: MediaFormat) throws {
        // The headers come first and all their parts end at one place.
        let depth = 10_000
        var bytes: [UInt8] = []
        for level in 0..<depth {
            let below = UInt32(depth - level - 1)
            switch format {
            case .avi, .wav: bytes += Array(name.utf8) + littleEndian(8 * below)
            case .matroska, .webm:
                let id = level == 0 ? [0x18, 0x53, 0x80, 0x67] : name.unicodeScalars.map { UInt8($0.value) }
                bytes += id + bigEndian(0x1000_0000 | 5 * below)
            default: bytes += bigEndian(8 * below + 8) + Array(name.utf8)
            }
        }
        #expect(try look(at: MemoryBytes(bytes), as: format) != .whole)
    }

    @Test(arguments: [0, 1, 7, 8, 0x7FFF_FFFF, 0x8000_0000, 0x8000_0001, UInt32.max], [false, true])
    func `an index that claims gigabytes is not read into memory`(_ claimed: UInt32, _ isThere: Bool) throws {
        let start = HandMadeMovie.fileType + bigEndian(claimed) + Array("moov".utf8)
        for fill: UInt8 in [0, 0x55] {
            let size = isThere ? max(Int64(claimed), 16) + 16 : Int64(start.count) + 100
            let source = VirtualBytes(size: size, fill: fill, pieces: [(0, start)])
            #expect(try look(at: source, as: .mp4) != .whole)
        }
    }

    @Test(arguments: Sample.allCases)
    func `a file that was cut is never whole, nor is one with room for what was cut`(_ sample: Sample) async throws {
        let bytes = try sample.bytes
        for seed in Self.seeds {
            for await round in FuzzRounds(40, seed: seed) {
                var mutator = round.mutator()
                let cut = mutator.index(below: bytes.count)
                let result = try look(at: MemoryBytes(Array(bytes[..<cut])), as: sample.format, round)
                #expect(result != .whole, "\(round): cut at \(cut) of \(bytes.count)")
                // A container's last part may be zeros by right, hence not the last bytes.
                let early = min(cut, bytes.count * 95 / 100)
                let room = Array(bytes[..<early]) + Array(repeating: 0, count: bytes.count - early)
                #expect(
                    try look(at: MemoryBytes(room), as: sample.format, round) != .whole,
                    "\(round): copied up to \(early) of \(bytes.count)")
            }
        }
    }

    @Test(arguments: [Sample.mp4IndexFirst, .mp4IndexLast, .mov, .m4a])
    func `whatever its pictures and sound are made of, a movie whose samples were cut is not whole`(
        _ sample: Sample
    ) async throws {
        let bytes = try sample.bytes
        let content = try #require(Self.mediaData(of: bytes))
        for seed in Self.seeds {
            for await round in FuzzRounds(30, seed: seed) {
                var mutator = round.mutator(words: Self.words)
                var media = mutator.damaged(Array(bytes[content]))
                media += mutator.noise(max(0, min(64, content.count - media.count)))
                media += Array(repeating: 0x55, count: max(0, content.count - media.count))
                let damaged = bytes[..<content.lowerBound] + media.prefix(content.count) + bytes[content.upperBound...]
                #expect(damaged.count == bytes.count)
                let cut = content.lowerBound + mutator.index(below: content.count)
                let result = try look(at: MemoryBytes(Array(damaged[..<cut])), as: sample.format, round)
                #expect(result != .whole, "\(round): cut at \(cut) of \(bytes.count)")
                // The end of what was cut follows all the same, as when a copy left a piece out.
                let joined = Array(damaged[..<cut] + bytes[content.upperBound...])
                #expect(try look(at: MemoryBytes(joined), as: sample.format, round) != .whole, "\(round): left out")
            }
        }
    }

    /// Where the content of a file's `mdat` lies.
    private static func mediaData(of bytes: [UInt8]) -> Range<Int>? {
        var offset = 0
        while offset + 8 <= bytes.count {
            let size = bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
            guard size >= 8 else { return nil }
            if bytes[(offset + 4)..<(offset + 8)].elementsEqual("mdat".utf8) { return (offset + 8)..<(offset + size) }
            offset += size
        }
        return nil
    }
}

/// Counts what is read of another source, and stops after so many reads.
final class MeteredBytes: ByteSource {
    static let overspent = ByteSourceError.unreadable(errno: -1)

    private let source: any ByteSource
    private var budget: Int
    private(set) var longestRead = 0

    init(_ source: any ByteSource, budget: Int) { (self.source, self.budget) = (source, budget) }

    var size: Int64 { source.size }

    func bytes(at offset: Int64, count: Int) throws(ByteSourceError) -> [UInt8] {
        try spend()
        longestRead = max(longestRead, count)
        return try source.bytes(at: offset, count: count)
    }

    func firstHole(from offset: Int64) throws(ByteSourceError) -> Int64? {
        try spend()
        return try source.firstHole(from: offset)
    }

    private func spend() throws(ByteSourceError) {
        budget -= 1
        guard budget >= 0 else { throw Self.overspent }
    }
}
