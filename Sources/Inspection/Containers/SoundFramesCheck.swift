// MP3 and AAC files are bare frames one after the other: nothing announces how many, so a cut between two leaves no
// trace. Only an end that was never written shows.

enum SoundFramesCheck {
    static func completeness(_ reader: ContainerReader) throws(ContainerStop) -> Completeness {
        var reader = reader
        reader.part = "end"
        try reader.requireNoHole(in: 0..<reader.size)
        // Some encoders pad with a frame's worth of zeros, but not with more than the longest frame.
        let tail = max(0, reader.size - 8192)..<reader.size
        if try reader.isZero(tail) { throw .incomplete(.zeros(in: reader.part)) }
        return .unprovable
    }
}
