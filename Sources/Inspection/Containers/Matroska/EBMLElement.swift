// The elements Matroska and WebM files are made of (RFC 8794).

/// An element's place in its file.
struct EBMLElement: Hashable, Sendable {
    let id: UInt32
    let start: Int64
    let contentStart: Int64
    /// `nil` when the writer did not know, as in live recordings.
    let end: Int64?
}

extension ContainerReader {
    /// The element at `offset`, which must end at or before `limit` if it says where it ends.
    mutating func ebmlElement(at offset: Int64, limit: Int64) throws(ContainerStop) -> EBMLElement {
        let first = try uint8(at: offset)
        let idLength = first.leadingZeroBitCount + 1
        // Zeros where an element should begin are what a copy that broke off leaves behind.
        guard idLength <= 4 else { throw .incomplete(first == 0 ? .zeros(in: part) : .malformed(part: part)) }
        let id = try bytes(at: offset, count: idLength).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }

        let sizeStart = offset + Int64(idLength)
        let (size, sizeLength) = try ebmlNumber(at: sizeStart)
        let contentStart = sizeStart + Int64(sizeLength)
        guard let end = contentStart.adding(size ?? 0) else { throw .incomplete(.malformed(part: part)) }
        guard end <= limit else {
            throw .incomplete(limit == self.size ? .endsInside(part: part) : .malformed(part: part))
        }
        return EBMLElement(id: id, start: offset, contentStart: contentStart, end: size == nil ? nil : end)
    }

    /// A number of variable length; `nil` when all its bits are set, which stands for "unknown" (RFC 8794, 6.2).
    mutating func ebmlNumber(at offset: Int64) throws(ContainerStop) -> (value: UInt64?, length: Int) {
        let first = try uint8(at: offset)
        let length = first.leadingZeroBitCount + 1
        guard length <= 8 else { throw .incomplete(.malformed(part: part)) }
        let bits = try bytes(at: offset, count: length).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let mask = (UInt64(1) << (7 * length)) - 1
        return (bits & mask == mask ? nil : bits & mask, length)
    }

    /// The elements inside another whose end is known.
    mutating func ebmlElements(in range: Range<Int64>) throws(ContainerStop) -> [EBMLElement] {
        var elements: [EBMLElement] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard elements.count < Self.listLimit else { throw .unprovable }
            let element = try ebmlElement(at: offset, limit: range.upperBound)
            guard let end = element.end else { throw .incomplete(.malformed(part: part)) }
            elements.append(element)
            offset = end
        }
        return elements
    }
}

/// The elements the check knows by name (RFC 9559).
enum MatroskaID {
    static let header: UInt32 = 0x1A45_DFA3
    static let segment: UInt32 = 0x1853_8067
    static let void: UInt32 = 0xEC
    static let checksum: UInt32 = 0xBF
    static let seekHead: UInt32 = 0x114D_9B74
    static let info: UInt32 = 0x1549_A966
    static let tracks: UInt32 = 0x1654_AE6B
    static let trackEntry: UInt32 = 0xAE
    static let trackNumber: UInt32 = 0xD7
    static let codec: UInt32 = 0x86
    static let cluster: UInt32 = 0x1F43_B675
    static let simpleBlock: UInt32 = 0xA3
    static let blockGroup: UInt32 = 0xA0
    static let block: UInt32 = 0xA1
    static let cues: UInt32 = 0x1C53_BB6B
    static let tags: UInt32 = 0x1254_C367
    static let chapters: UInt32 = 0x1043_A770
    static let attachments: UInt32 = 0x1941_A469

    /// What may stand directly in a segment, and so ends a cluster of unknown length.
    static let ofSegment: Set<UInt32> = [seekHead, info, tracks, cluster, cues, tags, chapters, attachments]

    /// What holds only elements and may stand at the end of a file: cue points, their positions, tags and their parts.
    static let indexMasters: Set<UInt32> = [cues, 0xBB, 0xB7, tags, 0x7373, 0x63C0, 0x67C8]
}
