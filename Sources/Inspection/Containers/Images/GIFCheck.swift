// Tells whether a GIF picture is whole: its blocks follow each other up to the trailer (GIF89a).

enum GIFCheck {
    static func completeness(_ reader: ContainerReader) throws(ContainerStop) -> Completeness {
        var reader = reader
        reader.part = "picture"
        try reader.requireNoHole(in: 0..<reader.size)
        // Signature (6), width and height (4), flags, background and aspect (3), then a table of colours.
        var offset = 13 + colourTableSize(flags: try reader.uint8(at: 10))
        var hasPicture = false
        while true {
            switch try reader.uint8(at: offset) {
            case 0x21:
                offset = try skipSubBlocks(at: offset + 2, reader: &reader)
            case 0x2C:
                // Separator, place and size (9), flags (1), a table of colours, the code size (1), the data.
                let table = colourTableSize(flags: try reader.uint8(at: offset + 9))
                offset = try skipSubBlocks(at: offset + 11 + table, reader: &reader)
                hasPicture = true
            case 0x3B:
                guard hasPicture else { throw .incomplete(.missing(part: reader.part)) }
                return offset + 1 == reader.size ? .whole : .unprovable
            default:
                throw .incomplete(.malformed(part: reader.part))
            }
        }
    }

    private static func colourTableSize(flags: UInt8) -> Int64 {
        flags & 0x80 == 0 ? 0 : 3 << Int64((flags & 0x07) + 1)
    }

    /// Blocks of up to 255 bytes, each after its length; a length of 0 ends them.
    private static func skipSubBlocks(
        at start: Int64, reader: inout ContainerReader
    ) throws(ContainerStop) -> Int64 {
        var offset = start
        while true {
            let length = try reader.uint8(at: offset)
            offset += 1 + Int64(length)
            if length == 0 { return offset }
        }
    }
}
