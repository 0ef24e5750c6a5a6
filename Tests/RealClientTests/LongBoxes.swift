// Movies whose media box has a size of 64 bits, as those beyond four gigabytes do (ISO 14496-12, 4.2).

import Testing

enum LongBoxes {
    /// A movie as ffmpeg writes it, with the `free` box before its media taken for what it is there for.
    static func applied(to movie: [UInt8]) throws -> [UInt8] {
        let free = try place(of: "free", in: movie)
        let media = try place(of: "mdat", in: movie)
        try #require(media == free + 8)
        let size = movie[media..<(media + 4)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return movie[..<free] + header(size: size + 8) + movie[(free + 16)...]
    }

    /// The pieces of such a movie with nothing but a hole in its middle, by where they belong.
    static func sparse(of movie: [UInt8], size: Int64) throws -> [(offset: Int64, bytes: [UInt8])] {
        let free = try place(of: "free", in: movie)
        let index = try place(of: "moov", in: movie)
        let end = size - Int64(movie.count - index)
        let start = Array(movie[..<free]) + header(size: UInt64(end - Int64(free)))
        return [(0, start + movie[(free + 16)..<index]), (end, Array(movie[index...]))]
    }

    private static func header(size: UInt64) -> [UInt8] {
        [0, 0, 0, 1] + Array("mdat".utf8) + (0..<8).map { UInt8(truncatingIfNeeded: size >> (56 - 8 * $0)) }
    }

    private static func place(of name: String, in movie: [UInt8]) throws -> Int {
        let name = Array(name.utf8)
        let found = movie.indices.dropLast(8).first { movie[($0 + 4)..<($0 + 8)].elementsEqual(name) }
        return try #require(found)
    }
}
