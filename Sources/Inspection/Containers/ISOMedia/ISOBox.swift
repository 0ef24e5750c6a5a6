// The boxes MP4, QuickTime and M4A files are made of, read one header at a time (ISO 14496-12, 4.2).

/// A box's place in its file.
struct ISOBox: Hashable, Sendable {
    let type: FourCC
    let start: Int64
    let content: Range<Int64>

    var end: Int64 { content.upperBound }
    /// Where a content field lies; content begins with one byte of version and three of flags in a "full" box.
    func at(_ offset: Int64) -> Int64 { content.lowerBound + offset }
}

extension ContainerReader {
    /// The box at `offset` that must end at or before `limit`.
    ///
    /// A 32-bit size of 1 means that a 64-bit one follows; 0, outside of any other box, that it reaches to the end.
    mutating func isoBox(at offset: Int64, limit: Int64, isOutermost: Bool) throws(ContainerStop) -> ISOBox {
        let shortSize: UInt32 = try bigEndian(at: offset)
        let type = try fourCC(at: offset + 4)
        guard type.isName else { throw .incomplete(.malformed(part: part)) }

        var header: Int64 = 8
        let end: Int64?
        switch shortSize {
        case 0 where isOutermost:
            end = limit
        case 1:
            header = 16
            end = offset.adding(try bigEndian(at: offset + 8, as: UInt64.self))
        default:
            end = offset.adding(shortSize)
        }
        guard let end, end - offset >= header else { throw .incomplete(.malformed(part: "'\(type)' part")) }
        guard end <= limit else {
            throw .incomplete(
                isOutermost ? .endsInside(part: "'\(type)' part") : .malformed(part: "'\(type)' part"))
        }
        return ISOBox(type: type, start: offset, content: (offset + header)..<end)
    }

    /// The boxes inside another. Fewer than eight bytes left over are a terminator, as in QuickTime's `udta`.
    mutating func isoBoxes(in range: Range<Int64>) throws(ContainerStop) -> [ISOBox] {
        var boxes: [ISOBox] = []
        var offset = range.lowerBound
        while range.upperBound - offset >= 8 {
            guard boxes.count < Self.listLimit else { throw .unprovable }
            let box = try isoBox(at: offset, limit: range.upperBound, isOutermost: false)
            boxes.append(box)
            offset = box.end
        }
        return boxes
    }

    /// The first box of a type inside another; `nil` without one.
    mutating func isoBox(_ type: FourCC, in parent: ISOBox?) throws(ContainerStop) -> ISOBox? {
        guard let parent else { return nil }
        return try isoBoxes(in: parent.content).first { $0.type == type }
    }
}
