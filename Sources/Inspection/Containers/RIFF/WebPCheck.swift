// Tells whether a WebP picture is whole: its chunks tile it and its last picture data has arrived (RFC 9649).

enum WebPCheck {
    static func completeness(_ reader: ContainerReader) throws(ContainerStop) -> Completeness {
        var reader = reader
        reader.part = "RIFF part"
        let riff = try reader.riffChunk(at: 0, limit: reader.size)
        try reader.requireNoHole(in: riff.start..<riff.end)

        var picture: RIFFChunk?
        var last: RIFFChunk?
        var offset = riff.content.lowerBound + 4
        while riff.end - offset >= 8 {
            let chunk = try reader.riffChunk(at: offset, limit: riff.end)
            if pictureData.contains(chunk.id) { picture = chunk }
            last = chunk
            offset = chunk.next
        }
        guard let picture, let last else { throw .incomplete(.missing(part: "picture")) }
        if try reader.isZero(last.content) { throw .incomplete(.zeros(in: "'\(last.id)' part")) }
        // Entropy-coded data does not end in a long run of zeros.
        if picture.content.count >= 128, try reader.isZero((picture.end - 64)..<picture.end) {
            throw .incomplete(.zeros(in: "picture"))
        }
        return reader.size <= riff.next ? .whole : .unprovable
    }

    private static let pictureData: Set<FourCC> = ["VP8 ", "VP8L", "ANMF"]
}
