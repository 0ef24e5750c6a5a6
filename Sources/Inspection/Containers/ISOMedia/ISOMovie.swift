// The index of an MP4 or QuickTime file: how long it is and what tracks it has (ISO 14496-12, 8.2 and 8.3).

struct ISOMovie {
    private(set) var tracks: [ISOTrack] = []
    /// Length in units of ``timescale`` a second; 0 where only fragments tell.
    private(set) var duration: UInt64 = 0
    private(set) var timescale: UInt32 = 0
    /// Samples follow in `moof` boxes.
    private(set) var isFragmented = false

    /// - Parameter box: a `moov`.
    init(_ box: ISOBox, reader: inout ContainerReader) throws(ContainerStop) {
        reader.part = "index ('moov')"
        let boxes = try reader.isoBoxes(in: box.content)
        // A compressed index (QuickTime `cmov`) is too rare to be worth unpacking.
        guard !boxes.contains(where: { $0.type == "cmov" }) else { throw .unprovable }

        for child in boxes where child.type == "trak" { tracks.append(try ISOTrack(child, reader: &reader)) }
        if let header = boxes.first(where: { $0.type == "mvhd" }) {
            (timescale, duration) = try reader.isoTiming(of: header)
        }
        if let fragments = boxes.first(where: { $0.type == "mvex" }) {
            isFragmented = true
            try readFragmentDefaults(fragments, reader: &reader)
        }
        guard isFragmented || !tracks.isEmpty else { throw .incomplete(.missing(part: "first track")) }
    }

    /// `trex`: what holds for a track's fragments unless they say otherwise.
    private mutating func readFragmentDefaults(
        _ box: ISOBox, reader: inout ContainerReader
    ) throws(ContainerStop) {
        for child in try reader.isoBoxes(in: box.content) where child.type == "trex" {
            let id: UInt32 = try reader.bigEndian(at: child.at(4))
            let size: UInt32 = try reader.bigEndian(at: child.at(16))
            for index in tracks.indices where tracks[index].id == id { tracks[index].fragmentSampleSize = size }
        }
    }
}

extension ContainerReader {
    /// Units a second and length in them, from a `mvhd` or `mdhd`.
    mutating func isoTiming(of box: ISOBox) throws(ContainerStop) -> (timescale: UInt32, duration: UInt64) {
        if try uint8(at: box.at(0)) == 1 {
            return (try bigEndian(at: box.at(20)), try bigEndian(at: box.at(24)))
        }
        return (try bigEndian(at: box.at(12)), UInt64(try bigEndian(at: box.at(16), as: UInt32.self)))
    }
}
