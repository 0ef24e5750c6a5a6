// How uploaded media become a timeline: a new one for new pictures, a sound laid under the one that is there.

extension Timeline {
    /// How long a still picture is shown at first, in seconds.
    static let stillSeconds = 5.0
    /// How loud an added sound is.
    static let addedVolume = 0.35000000000000003

    /// Places media that came since the last edit.
    ///
    /// Clips begin a timeline of their own: a session takes several clips one after the other, each with its own
    /// edits and its own render. Stills are placed when no clip came with them; sounds lie under the picture.
    /// - Parameter current: The timeline as it is, if there is one.
    /// - Returns: `current` when there is nothing to place; `nil` when there is nothing to show at all.
    static func placing(_ media: [MediaItem], on current: Timeline?, newID: () -> Int64) -> Timeline? {
        var timeline = newPicture(of: media, revision: current?.revision ?? 0, newID: newID) ?? current
        let sounds = media.filter { $0.kind == .audio }
        guard !sounds.isEmpty, let length = timeline?.milliseconds else { return timeline }
        timeline?.sounds = sounds.map { sound in
            let available = Int((sound.seconds * 1000).rounded())
            return SoundSegment(
                id: newID(), media: sound.id, name: sound.name, available: available,
                milliseconds: min(available, length), volume: addedVolume)
        }
        return timeline
    }

    private static func newPicture(of media: [MediaItem], revision: Int, newID: () -> Int64) -> Timeline? {
        let clips = media.filter { $0.kind == .video }
        let shown = clips.isEmpty ? media.filter { $0.kind == .image } : clips
        guard let first = shown.first else { return nil }
        let canvas = Canvas(fitting: first.width, first.height, rate: first.rate ?? .usual)
        let picture = shown.map { item in
            let isStill = item.kind == .image
            let frames = isStill ? canvas.rate.frames(inSeconds: stillSeconds) : item.frames(at: canvas.rate)
            return PictureSegment(
                id: newID(), media: item.id, name: item.name, base: 0..<frames, start: 0, frames: frames,
                isStill: isStill)
        }
        return Timeline(id: newID(), revision: revision, canvas: canvas, picture: picture)
    }
}
