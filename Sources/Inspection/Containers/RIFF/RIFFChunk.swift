// The chunks AVI, WAV and WebP files are made of (Multimedia Programming Interface 1.0, RIFF).

/// A chunk's place in its file.
struct RIFFChunk: Hashable, Sendable {
    let id: FourCC
    let start: Int64
    /// For `RIFF` and `LIST` it begins with four bytes that tell the kind.
    let content: Range<Int64>

    var end: Int64 { content.upperBound }
    /// Where the next chunk begins: chunks of odd length are followed by a byte that pads them.
    var next: Int64 { content.upperBound + (content.count.isMultiple(of: 2) ? 0 : 1) }
}

extension ContainerReader {
    /// The chunk at `offset` that must end at or before `limit`.
    mutating func riffChunk(at offset: Int64, limit: Int64) throws(ContainerStop) -> RIFFChunk {
        let id = try fourCC(at: offset)
        guard id.isName else { throw .incomplete(.malformed(part: part)) }
        let size: UInt32 = try littleEndian(at: offset + 4)
        let start = offset + 8
        let end = start + Int64(size)
        guard end <= limit else {
            throw .incomplete(limit == self.size ? .endsInside(part: "'\(id)' part") : .malformed(part: part))
        }
        return RIFFChunk(id: id, start: offset, content: start..<end)
    }
}
