// Finds the last sample of a track by reading the one entry it needs from each table (ISO 14496-12, 8.7), for the
// tables of a long film, or of a hostile file, are large.

struct ISOSampleTable {
    /// Samples in all.
    let count: Int64
    private let sizes: Sizes
    private let chunks: Entries
    private let groups: Entries

    /// How a table tells sizes: one for all (`stsz`), or one each in fields of 4, 8, 16 or 32 bits (`stsz`, `stz2`).
    private enum Sizes {
        case uniform(UInt32)
        case each(start: Int64, bits: Int64)
    }

    private struct Entries {
        let start: Int64
        let count: Int64
        let width: Int64
    }

    /// - Parameter boxes: what is inside an `stbl`.
    /// - Returns: `nil` when it has no samples.
    init?(_ boxes: [ISOBox], reader: inout ContainerReader) throws(ContainerStop) {
        func box(_ type: FourCC) -> ISOBox? { boxes.first { $0.type == type } }

        guard let sizeBox = box("stsz") ?? box("stz2") else { return nil }
        let shared: UInt32 = try reader.bigEndian(at: sizeBox.at(4))
        count = Int64(try reader.bigEndian(at: sizeBox.at(8), as: UInt32.self))
        guard count > 0 else { return nil }
        if sizeBox.type == "stsz", shared != 0 {
            sizes = .uniform(shared)
        } else {
            let bits = sizeBox.type == "stsz" ? 32 : Int64(shared & 0xFF)
            guard [4, 8, 16, 32].contains(bits), (count * bits + 7) / 8 <= Int64(sizeBox.content.count) - 12 else {
                throw .incomplete(.malformed(part: "table of sample sizes"))
            }
            sizes = .each(start: sizeBox.at(12), bits: bits)
        }

        guard let chunkBox = box("stco") ?? box("co64"), let groupBox = box("stsc") else {
            throw .incomplete(.missing(part: "table of samples"))
        }
        chunks = try Self.entries(of: chunkBox, width: chunkBox.type == "co64" ? 8 : 4, reader: &reader)
        groups = try Self.entries(of: groupBox, width: 12, reader: &reader)
    }

    var isEmpty: Bool { count == 0 }

    var hasUniformSize: Bool { if case .uniform = sizes { true } else { false } }

    /// Where the last sample lies; `nil` when it has no bytes.
    func lastSample(reader: inout ContainerReader) throws(ContainerStop) -> Range<Int64>? {
        let inLastChunk = min(try samplesInLastChunk(reader: &reader), count)
        var start: Int64? = try chunkOffset(chunks.count - 1, reader: &reader)
        let size: UInt32
        switch sizes {
        case .uniform(let shared):
            start = start?.adding(inLastChunk - 1, of: shared)
            size = shared
        case .each:
            for index in (count - inLastChunk)..<(count - 1) {
                start = start?.adding(try sampleSize(index, reader: &reader))
            }
            size = try sampleSize(count - 1, reader: &reader)
        }
        guard let start, let end = start.adding(size) else {
            throw .incomplete(.malformed(part: "table of chunks"))
        }
        return size == 0 ? nil : start..<end
    }

    private func samplesInLastChunk(reader: inout ContainerReader) throws(ContainerStop) -> Int64 {
        var index = groups.count - 1
        while index >= 0 {
            // First chunk of the group (counted from 1), samples in each chunk, description.
            let entry = groups.start + index * groups.width
            let firstChunk: UInt32 = try reader.bigEndian(at: entry)
            if Int64(firstChunk) <= chunks.count {
                let samples: UInt32 = try reader.bigEndian(at: entry + 4)
                guard samples > 0 else { break }
                return Int64(samples)
            }
            index -= 1
        }
        throw .incomplete(.malformed(part: "table of chunks"))
    }

    private func chunkOffset(_ index: Int64, reader: inout ContainerReader) throws(ContainerStop) -> Int64 {
        let entry = chunks.start + index * chunks.width
        guard chunks.width == 8 else { return Int64(try reader.bigEndian(at: entry, as: UInt32.self)) }
        guard let offset = Int64(exactly: try reader.bigEndian(at: entry, as: UInt64.self)) else {
            throw .incomplete(.malformed(part: "table of chunks"))
        }
        return offset
    }

    private func sampleSize(_ index: Int64, reader: inout ContainerReader) throws(ContainerStop) -> UInt32 {
        guard case .each(let start, let bits) = sizes else { return 0 }
        switch bits {
        case 32: return try reader.bigEndian(at: start + index * 4)
        case 16: return UInt32(try reader.bigEndian(at: start + index * 2, as: UInt16.self))
        case 8: return UInt32(try reader.uint8(at: start + index))
        default:
            let pair = try reader.uint8(at: start + index / 2)
            return UInt32(index.isMultiple(of: 2) ? pair >> 4 : pair & 0x0F)
        }
    }

    private static func entries(
        of box: ISOBox, width: Int64, reader: inout ContainerReader
    ) throws(ContainerStop) -> Entries {
        let count = Int64(try reader.bigEndian(at: box.at(4), as: UInt32.self))
        guard count > 0, count * width <= Int64(box.content.count) - 8 else {
            throw .incomplete(.malformed(part: "table of samples"))
        }
        return Entries(start: box.at(8), count: count, width: width)
    }
}
