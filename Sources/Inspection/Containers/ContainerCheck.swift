// Tells whether a media file is all there, by what its container announces: the second of the proofs that a writer is
// done (FOLDER-CONTRACT 2).

/// Judges containers. One file holds one family of formats.
///
/// The work and memory are bounded whatever the file holds: a million reads of at most 4 KiB, one window kept.
package enum ContainerCheck {
    /// Whether `source`, whose content is of `format`, holds everything its container announces.
    /// - Throws: ``ByteSourceError`` only when the bytes cannot be read; what they hold never throws.
    package static func completeness(
        of source: any ByteSource, as format: MediaFormat
    ) throws(ByteSourceError) -> Completeness {
        guard source.size > 0 else { return .incomplete(.empty) }
        do throws(ContainerStop) {
            var reader = ContainerReader(source)
            let announced = try completeness(reader, as: format)
            guard announced == .unprovable, try reader.endsInUnwrittenBlocks() else { return announced }
            return .incomplete(.zeros(in: "end"))
        } catch {
            switch error {
            case .incomplete(let shortfall): return .incomplete(shortfall)
            case .unprovable: return .unprovable
            case .unreadable(let error): throw error
            }
        }
    }

    private static func completeness(
        _ reader: ContainerReader, as format: MediaFormat
    ) throws(ContainerStop) -> Completeness {
        switch format {
        case .mp4, .mov, .m4a: try ISOMediaCheck.completeness(reader)
        case .matroska, .webm: try MatroskaCheck.completeness(reader)
        case .avi: try AVICheck.completeness(reader)
        case .wav: try WaveCheck.completeness(reader)
        case .webp: try WebPCheck.completeness(reader)
        case .png: try PNGCheck.completeness(reader)
        case .gif: try GIFCheck.completeness(reader)
        case .jpeg: try JPEGCheck.completeness(reader)
        case .mp3, .aac: try SoundFramesCheck.completeness(reader)
        }
    }
}
