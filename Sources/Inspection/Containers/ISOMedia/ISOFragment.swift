// The samples of one fragment of an MP4 file (`moof`, ISO 14496-12, 8.8).

enum ISOFragment {
    /// The last sample of each of a fragment's runs.
    static func lastSamples(
        of fragment: ISOBox, in movie: ISOMovie, reader: inout ContainerReader
    ) throws(ContainerStop) -> [(track: ISOTrack, sample: Range<Int64>)] {
        reader.part = "last fragment ('moof')"
        var samples: [(track: ISOTrack, sample: Range<Int64>)] = []
        // Where data goes on that does not say where it begins.
        var next = fragment.start
        for trackBox in try reader.isoBoxes(in: fragment.content) where trackBox.type == "traf" {
            let boxes = try reader.isoBoxes(in: trackBox.content)
            guard let headerBox = boxes.first(where: { $0.type == "tfhd" }) else {
                throw .incomplete(.malformed(part: reader.part))
            }
            let header = try Header(headerBox, fragment: fragment, next: next, reader: &reader)
            let track = movie.tracks.first { $0.id == header.trackID }
            let defaultSize = header.sampleSize ?? track?.fragmentSampleSize ?? 0
            next = header.base
            for runBox in boxes where runBox.type == "trun" {
                let run = try Run(runBox, base: header.base, next: next, defaultSize: defaultSize, reader: &reader)
                next = run.end
                if let track, let sample = run.lastSample { samples.append((track, sample)) }
            }
        }
        return samples
    }

    /// `tfhd`
    private struct Header {
        let trackID: UInt32
        let base: Int64
        let sampleSize: UInt32?

        init(
            _ box: ISOBox, fragment: ISOBox, next: Int64, reader: inout ContainerReader
        ) throws(ContainerStop) {
            let flags = try reader.bigEndian(at: box.at(0), as: UInt32.self)
            trackID = try reader.bigEndian(at: box.at(4))
            var field = box.at(8)
            if flags & 0x1 != 0 {
                guard let offset = Int64(exactly: try reader.bigEndian(at: field, as: UInt64.self)) else {
                    throw .incomplete(.malformed(part: reader.part))
                }
                base = offset
                field += 8
            } else {
                base = flags & 0x20000 != 0 ? fragment.start : next
            }
            if flags & 0x2 != 0 { field += 4 }
            if flags & 0x8 != 0 { field += 4 }
            sampleSize = flags & 0x10 != 0 ? try reader.bigEndian(at: field) : nil
        }
    }

    /// `trun`
    private struct Run {
        let end: Int64
        let lastSample: Range<Int64>?

        init(
            _ box: ISOBox, base: Int64, next: Int64, defaultSize: UInt32, reader: inout ContainerReader
        ) throws(ContainerStop) {
            let malformed = ContainerStop.incomplete(.malformed(part: reader.part))
            let flags = try reader.bigEndian(at: box.at(0), as: UInt32.self)
            let count = Int64(try reader.bigEndian(at: box.at(4), as: UInt32.self))
            var field = box.at(8)
            var start = next
            if flags & 0x1 != 0 {
                guard let offset = base.adding(try reader.bigEndian(at: field, as: Int32.self)) else { throw malformed }
                start = offset
                field += 4
            }
            if flags & 0x4 != 0 { field += 4 }

            let width: Int64 = 4 * Int64((flags & 0xF00).nonzeroBitCount)
            guard count * width <= box.end - field else { throw malformed }
            guard flags & 0x200 != 0 else {
                guard let end = start.adding(count, of: defaultSize) else { throw malformed }
                self.end = end
                lastSample = end == start ? nil : (end - Int64(defaultSize))..<end
                return
            }
            let sizeField: Int64 = flags & 0x100 != 0 ? 4 : 0
            var end = start
            var lastSize: UInt32 = 0
            for index in 0..<count {
                lastSize = try reader.bigEndian(at: field + index * width + sizeField)
                guard let sum = end.adding(lastSize) else { throw malformed }
                end = sum
            }
            self.end = end
            lastSample = lastSize == 0 ? nil : (end - Int64(lastSize))..<end
        }
    }
}
