// Tells whether an MP4, QuickTime or M4A file is whole: its boxes tile it, its index is there, and the last sample of
// each track has arrived (FOLDER-CONTRACT 2.2).

struct ISOMediaCheck {
    var reader: ContainerReader

    /// The outermost boxes that matter to the check.
    private struct Layout {
        var movie: ISOBox?
        var lastFragment: ISOBox?
        var lastMediaData: ISOBox?
        /// `mfra`, which a writer adds when it is done with a fragmented file.
        var fragmentIndex: ISOBox?
    }

    static func completeness(_ reader: ContainerReader) throws(ContainerStop) -> Completeness {
        var check = ISOMediaCheck(reader: reader)
        return try check.completeness()
    }

    private mutating func completeness() throws(ContainerStop) -> Completeness {
        let layout = try layout()
        guard let movieBox = layout.movie else { throw .incomplete(.missing(part: "index ('moov')")) }
        let movie = try ISOMovie(movieBox, reader: &reader)

        var isProved = true
        for track in movie.tracks {
            guard track.isSelfContained else {
                isProved = false
                continue
            }
            guard let sample = try track.sampleTable?.lastSample(reader: &reader) else { continue }
            if try !hasArrived(sample, of: track) { isProved = false }
        }
        if movie.isFragmented, try !fragmentsHaveArrived(layout, of: movie) { isProved = false }
        return isProved ? .whole : .unprovable
    }

    private mutating func layout() throws(ContainerStop) -> Layout {
        var layout = Layout()
        var offset: Int64 = 0
        while offset < reader.size {
            reader.part = "box header"
            let box = try reader.isoBox(at: offset, limit: reader.size, isOutermost: true)
            switch box.type {
            case "moov": layout.movie = layout.movie ?? box
            case "moof": layout.lastFragment = box
            case "mdat": layout.lastMediaData = box
            case "mfra": layout.fragmentIndex = box
            default: break
            }
            if !Self.padding.contains(box.type) { try reader.requireNoHole(in: box.start..<box.end) }
            offset = box.end
        }
        return layout
    }

    /// - Returns: `false` when the sample's bytes prove nothing, because zeros may be its content.
    private mutating func hasArrived(_ sample: Range<Int64>, of track: ISOTrack) throws(ContainerStop) -> Bool {
        guard sample.lowerBound >= 0, sample.upperBound <= reader.size else {
            throw .incomplete(.endsInside(part: "last \(track.kind)"))
        }
        guard track.isPictureOrSound else { return true }
        reader.part = "last \(track.kind)"
        let tail = track.endsInNonZero ? max(sample.lowerBound, sample.upperBound - 16) : sample.lowerBound
        guard try reader.isZero(tail..<sample.upperBound) else { return true }
        guard track.mayBeZeros else { throw .incomplete(.zeros(in: "last \(track.kind)")) }
        return false
    }

    /// - Returns: `false` when the fragments there are have arrived, but nothing tells that they are all.
    private mutating func fragmentsHaveArrived(
        _ layout: Layout, of movie: ISOMovie
    ) throws(ContainerStop) -> Bool {
        guard let fragment = layout.lastFragment else {
            if movie.tracks.contains(where: { $0.sampleTable?.isEmpty == false }) { return true }
            throw .incomplete(.missing(part: "first fragment ('moof')"))
        }
        guard let data = layout.lastMediaData, data.start > fragment.start else {
            throw .incomplete(.missing(part: "last fragment's media ('mdat')"))
        }
        var isProved = true
        for run in try ISOFragment.lastSamples(of: fragment, in: movie, reader: &reader) {
            if try !hasArrived(run.sample, of: run.track) { isProved = false }
        }
        guard let index = layout.fragmentIndex, index.start > fragment.start else { return false }
        // The last four bytes of `mfra` repeat its size (ISO 14496-12, 8.8.11).
        reader.part = "fragment index ('mfra')"
        let size: UInt32 = try reader.bigEndian(at: index.end - 4)
        guard Int64(size) == index.end - index.start else { throw .incomplete(.zeros(in: reader.part)) }
        return isProved
    }

    private static let padding: Set<FourCC> = ["free", "skip", "wide"]
}
