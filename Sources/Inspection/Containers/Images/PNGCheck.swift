// Tells whether a PNG picture is whole: its chunks follow each other up to `IEND` (PNG, 5.3).

enum PNGCheck {
    static func completeness(_ reader: ContainerReader) throws(ContainerStop) -> Completeness {
        var reader = reader
        reader.part = "picture"
        try reader.requireNoHole(in: 0..<reader.size)
        // Eight bytes of signature; then length, name, content and check sum of each chunk.
        var offset: Int64 = 8
        var hasData = false
        while true {
            let length: UInt32 = try reader.bigEndian(at: offset)
            let type = try reader.fourCC(at: offset + 4)
            guard type.isName, length <= 0x7FFF_FFFF else { throw .incomplete(.malformed(part: reader.part)) }
            let checksum = offset + 8 + Int64(length)
            let sum: UInt32 = try reader.bigEndian(at: checksum)
            if type == "IDAT" { hasData = true }
            offset = checksum + 4
            guard type == "IEND" else { continue }
            guard hasData, length == 0, sum == 0xAE42_6082 else { throw .incomplete(.malformed(part: "end")) }
            return offset == reader.size ? .whole : .unprovable
        }
    }
}
