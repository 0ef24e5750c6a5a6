// Movies put together byte by byte, for what ffmpeg does not write: odd sizes, lies, files too large to make.

import Inspection

/// Big-endian bytes of a number.
func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    stride(from: value.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
}

/// Little-endian bytes of a number.
func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] { bigEndian(value).reversed() }

/// An ISO box with a 32-bit size.
func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
    bigEndian(UInt32(content.count + 8)) + Array(type.utf8) + content
}

/// The header of an ISO box with a 64-bit size.
func longHeader(_ type: String, contentSize: UInt64) -> [UInt8] {
    bigEndian(UInt32(1)) + Array(type.utf8) + bigEndian(contentSize &+ 16)
}

/// A movie of one track whose samples all lie in one chunk.
struct HandMadeMovie {
    var handler = "vide"
    var codec = "avc1"
    var sampleSizes: [UInt32] = [100, 100]
    /// Instead of ``sampleSizes``: one size for so many samples.
    var uniform: (size: UInt32, count: UInt32)?
    var chunkOffset: UInt64 = 0
    var samplesPerChunk: UInt32 = 2
    var firstChunk: UInt32 = 1

    var index: [UInt8] {
        let sizes =
            if let uniform {
                bigEndian(UInt32(0)) + bigEndian(uniform.size) + bigEndian(uniform.count)
            } else {
                bigEndian(UInt64(0)) + bigEndian(UInt32(sampleSizes.count)) + sampleSizes.flatMap { bigEndian($0) }
            }
        let groups = [0, 1, firstChunk, samplesPerChunk, 1].flatMap { bigEndian($0) }
        let chunks = bigEndian(UInt32(0)) + bigEndian(UInt32(1)) + bigEndian(chunkOffset)
        let description = bigEndian(UInt64(1)) + box(codec, Array(repeating: 1, count: 8))
        let table =
            box("stsd", description) + box("stsz", sizes) + box("stsc", groups) + box("co64", chunks)
        let media =
            box("hdlr", bigEndian(UInt64(0)) + Array(handler.utf8) + [0, 0, 0, 0])
            + box("minf", box("stbl", table))
        return box("moov", box("trak", box("mdia", media)))
    }

    static let fileType = box("ftyp", Array("isom".utf8) + bigEndian(UInt32(0)))
}

/// A file of any size that takes no room: zeros or another byte everywhere but where something was put.
struct VirtualBytes: ByteSource {
    let size: Int64
    var fill: UInt8 = 0x55
    var pieces: [(offset: Int64, bytes: [UInt8])]

    func bytes(at offset: Int64, count: Int) throws(ByteSourceError) -> [UInt8] {
        guard offset >= 0, offset <= size, Int64(count) <= size - offset else {
            throw .outOfBounds(offset: offset, count: count)
        }
        var result = Array(repeating: fill, count: count)
        for piece in pieces {
            let from = max(offset, piece.offset)
            let to = min(offset + Int64(count), piece.offset + Int64(piece.bytes.count))
            for position in stride(from: from, to: to, by: 1) {
                result[Int(position - offset)] = piece.bytes[Int(position - piece.offset)]
            }
        }
        return result
    }

    func firstHole(from offset: Int64) -> Int64? { nil }
}
