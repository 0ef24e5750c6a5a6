// Tells whether a JPEG picture is whole: its segments lead to picture data, and the data to an end marker
// (ISO 10918-1, annex B).

enum JPEGCheck {
    /// Beyond this much picture data the end marker is only looked for at the end of the file.
    private static let scanLimit: Int64 = 64 << 20

    static func completeness(_ reader: ContainerReader) throws(ContainerStop) -> Completeness {
        var reader = reader
        reader.part = "picture"
        try reader.requireNoHole(in: 0..<reader.size)
        let dataStart = try firstScan(reader: &reader)
        if try reader.bigEndian(at: reader.size - 2, as: UInt16.self) == 0xFFD9, reader.size - 2 >= dataStart {
            return .whole
        }
        // Some cameras and phones append things of their own after the end; whether those are whole nobody knows.
        guard try hasEndMarker(from: dataStart, reader: &reader) else {
            throw .incomplete(.missing(part: "end"))
        }
        return .unprovable
    }

    /// Where the entropy-coded data of the first scan begins.
    private static func firstScan(reader: inout ContainerReader) throws(ContainerStop) -> Int64 {
        var offset: Int64 = 2
        while true {
            let marker: UInt16 = try reader.bigEndian(at: offset)
            switch marker {
            case 0xFFFF:
                offset += 1
            case 0xFF01, 0xFFD0...0xFFD8:
                offset += 2
            case 0xFFC0...0xFFFE where marker != 0xFFD9:
                let length: UInt16 = try reader.bigEndian(at: offset + 2)
                guard length >= 2 else { throw .incomplete(.malformed(part: reader.part)) }
                offset += 2 + Int64(length)
                if marker == 0xFFDA { return offset }
            default:
                throw .incomplete(.malformed(part: reader.part))
            }
        }
    }

    private static func hasEndMarker(from start: Int64, reader: inout ContainerReader) throws(ContainerStop) -> Bool {
        var offset = start
        let end = min(reader.size, start + scanLimit)
        while end - offset >= 2 {
            let block = try reader.bytes(at: offset, count: Int(min(4096, end - offset)))
            var searched = block[...]
            while let index = searched.firstIndex(of: 0xFF), index + 1 < block.count {
                if block[index + 1] == 0xD9 { return true }
                searched = block[(index + 1)...]
            }
            // One byte is read again, for a marker may lie across the border.
            offset += Int64(block.count - 1)
        }
        if end < reader.size { throw .unprovable }
        return false
    }
}
