// One track of an MP4 or QuickTime file, as far as it must be known to find and judge its samples.

struct ISOTrack {
    private(set) var id: UInt32 = 0
    /// `vide`, `soun`, `text`, `tmcd`…
    private(set) var handler: FourCC = "    "
    private(set) var codec: FourCC = "    "
    /// As shown, in pixels; 0 for sound.
    private(set) var width = 0
    private(set) var height = 0
    /// `false` when its samples lie in another file.
    private(set) var isSelfContained = true
    private(set) var sampleTable: ISOSampleTable?
    /// A fragment's samples have this size unless it says otherwise; 0 when each tells its own.
    var fragmentSampleSize: UInt32 = 0

    /// - Parameter box: a `trak`.
    init(_ box: ISOBox, reader: inout ContainerReader) throws(ContainerStop) {
        if let header = try reader.isoBox("tkhd", in: box) { try readHeader(header, reader: &reader) }
        guard let media = try reader.isoBox("mdia", in: box) else { return }
        if let handlerBox = try reader.isoBox("hdlr", in: media) {
            handler = try reader.fourCC(at: handlerBox.at(8))
        }
        guard let information = try reader.isoBox("minf", in: media) else { return }
        let references = try reader.isoBox("dref", in: try reader.isoBox("dinf", in: information))
        if let references { try readReferences(references, reader: &reader) }
        guard let table = try reader.isoBox("stbl", in: information) else { return }
        let boxes = try reader.isoBoxes(in: table.content)
        if let description = boxes.first(where: { $0.type == "stsd" }), description.content.count >= 16 {
            codec = try reader.fourCC(at: description.at(12))
        }
        sampleTable = try ISOSampleTable(boxes, reader: &reader)
    }

    private mutating func readHeader(_ box: ISOBox, reader: inout ContainerReader) throws(ContainerStop) {
        let isLong = try reader.uint8(at: box.at(0)) == 1
        id = try reader.bigEndian(at: box.at(isLong ? 20 : 12))
        // 16.16 fixed point.
        width = Int(try reader.bigEndian(at: box.at(isLong ? 88 : 76), as: UInt16.self))
        height = Int(try reader.bigEndian(at: box.at(isLong ? 92 : 80), as: UInt16.self))
        // A matrix that maps x to y turns the picture by a quarter.
        let matrix = box.at(isLong ? 52 : 40)
        let xToX: UInt32 = try reader.bigEndian(at: matrix)
        let xToY: UInt32 = try reader.bigEndian(at: matrix + 4)
        if xToX == 0, xToY != 0 { (width, height) = (height, width) }
    }

    /// Flag 1 of each reference says "in this file".
    private mutating func readReferences(_ box: ISOBox, reader: inout ContainerReader) throws(ContainerStop) {
        guard box.content.count > 8 else { return }
        for reference in try reader.isoBoxes(in: box.at(8)..<box.end) {
            if try reader.bigEndian(at: reference.at(0), as: UInt32.self) & 1 == 0 { isSelfContained = false }
        }
    }
}

extension ISOTrack {
    var isPicture: Bool { handler == "vide" }
    var isSound: Bool { handler == "soun" }
    /// Only these are never zeros by design: an empty subtitle and the timecode 00:00:00:00 are.
    var isPictureOrSound: Bool { isPicture || isSound }

    /// What one of its samples is to a person.
    var kind: String { isPicture ? "picture" : isSound ? "sound" : "'\(handler)' sample" }

    /// Whether a sample always ends in a bit that is set: the NAL units of H.264, H.265 and H.266.
    var endsInNonZero: Bool { Self.nalCodecs.contains(codec) }

    /// Whether silence or black may be stored as zeros: in uncompressed tracks, which have samples of one size.
    var mayBeZeros: Bool { Self.uncompressed.contains(codec) || sampleTable?.hasUniformSize == true }

    private static let nalCodecs: Set<FourCC> = [
        "avc1", "avc2", "avc3", "avc4", "hvc1", "hev1", "hvc2", "hev2", "dvh1", "dvhe", "vvc1", "vvi1",
    ]
    private static let uncompressed: Set<FourCC> = [
        "sowt", "twos", "raw ", "NONE", "in24", "in32", "fl32", "fl64", "lpcm", "ipcm", "fpcm", "2vuy", "yuv2", "v210",
        "v308", "v408", "v410", "rle ", "uncv",
    ]
}
