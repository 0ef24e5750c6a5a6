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
        let reader = ContainerReader(source)
        do throws(ContainerStop) {
            switch format {
            case .mp4, .mov, .m4a: return try ISOMediaCheck.completeness(reader)
            case .matroska, .webm: return try MatroskaCheck.completeness(reader)
            case .avi: return try AVICheck.completeness(reader)
            case .wav: return try WaveCheck.completeness(reader)
            case .webp: return try WebPCheck.completeness(reader)
            case .png: return try PNGCheck.completeness(reader)
            case .gif: return try GIFCheck.completeness(reader)
            case .jpeg: return try JPEGCheck.completeness(reader)
            case .mp3, .aac: return try SoundFramesCheck.completeness(reader)
            }
        } catch {
            switch error {
            case .incomplete(let shortfall): return .incomplete(shortfall)
            case .unprovable: return .unprovable
            case .unreadable(let error): throw error
            }
        }
    }
}
