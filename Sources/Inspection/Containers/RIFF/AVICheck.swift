// Tells whether an AVI file is whole: its RIFF chunks tile it and its index and last chunk have arrived. Long files
// have several RIFF chunks (OpenDML 1.02).

struct AVICheck {
    private var reader: ContainerReader
    private var index: RIFFChunk?
    /// The `movi` list the index speaks of, and the last one.
    private var firstMedia: RIFFChunk?
    private var lastMedia: RIFFChunk?

    static func completeness(_ reader: ContainerReader) throws(ContainerStop) -> Completeness {
        var check = AVICheck(reader: reader)
        return try check.completeness()
    }

    private init(reader: ContainerReader) { self.reader = reader }

    private mutating func completeness() throws(ContainerStop) -> Completeness {
        var offset: Int64 = 0
        while offset < reader.size {
            reader.part = "RIFF part"
            let riff = try reader.riffChunk(at: offset, limit: reader.size)
            guard riff.id == "RIFF" else { return .unprovable }
            try walk(riff)
            offset = riff.next
        }
        guard let lastMedia else { throw .incomplete(.missing(part: "media ('movi')")) }

        if let index, lastMedia == firstMedia {
            return try lastIndexedChunkHasArrived(index, in: lastMedia) ? .whole : .unprovable
        }
        return try lastChunkHasArrived(in: lastMedia) ? .whole : .unprovable
    }

    private mutating func walk(_ riff: RIFFChunk) throws(ContainerStop) {
        var offset = riff.content.lowerBound + 4
        while riff.end - offset >= 8 {
            reader.part = "RIFF part"
            let chunk = try reader.riffChunk(at: offset, limit: riff.end)
            switch chunk.id {
            case "LIST" where chunk.content.count >= 4:
                if try reader.fourCC(at: chunk.content.lowerBound) == "movi" {
                    firstMedia = firstMedia ?? chunk
                    lastMedia = chunk
                }
            case "idx1": index = chunk
            default: break
            }
            if chunk.id != "JUNK" { try reader.requireNoHole(in: chunk.start..<chunk.end) }
            offset = chunk.next
        }
    }

    /// Finds the last chunk by the last entry of `idx1`: id, flags, offset (from the list's kind or from the start of
    /// the file, writers differ) and size, four bytes each.
    private mutating func lastIndexedChunkHasArrived(
        _ index: RIFFChunk, in media: RIFFChunk
    ) throws(ContainerStop) -> Bool {
        reader.part = "index ('idx1')"
        let entry = index.end - 16
        guard entry >= index.content.lowerBound else { return false }
        guard try !reader.isZero(entry..<index.end) else { throw .incomplete(.zeros(in: reader.part)) }
        let id = try reader.fourCC(at: entry)
        let offset = Int64(try reader.littleEndian(at: entry + 8, as: UInt32.self))
        for start in [media.content.lowerBound + offset, offset] where start + 8 <= media.end {
            if try reader.fourCC(at: start) == id {
                return try hasArrived(try reader.riffChunk(at: start, limit: media.end))
            }
        }
        return false
    }

    private mutating func lastChunkHasArrived(in media: RIFFChunk) throws(ContainerStop) -> Bool {
        reader.part = "media ('movi')"
        var last: RIFFChunk?
        var limits = [media.end]
        var offset = media.content.lowerBound + 4
        while let limit = limits.last {
            guard limit - offset >= 8 else {
                limits.removeLast()
                continue
            }
            let chunk = try reader.riffChunk(at: offset, limit: limit)
            if chunk.id == "LIST", chunk.content.count >= 4, limits.count < 4 {
                limits.append(chunk.end)
                offset = chunk.content.lowerBound + 4
            } else {
                if !chunk.content.isEmpty, Self.isStream(chunk.id) { last = chunk }
                offset = chunk.next
            }
        }
        guard let last else { return false }
        return try hasArrived(last)
    }

    /// - Returns: `false` when zeros may be the chunk's content: uncompressed pictures and sound are common in AVI.
    private mutating func hasArrived(_ chunk: RIFFChunk) throws(ContainerStop) -> Bool {
        guard try reader.isZero(chunk.content) else { return true }
        let kind = String(chunk.id.description.suffix(2))
        guard kind == "wb" || kind == "db" else { throw .incomplete(.zeros(in: "last picture")) }
        return false
    }

    /// Stream number, then `dc` (compressed picture), `db` (uncompressed) or `wb` (sound).
    private static func isStream(_ id: FourCC) -> Bool {
        ["dc", "db", "wb"].contains(String(id.description.suffix(2)))
    }
}
