// What each edit does to a timeline. Pure: the same timeline and edit give the same result.

/// Why an edit left the timeline as it was.
enum EditRefusal: Error, Hashable, Sendable {
    case alreadyThatLong
    case alreadyThatShort
    case nothingWouldBeLeft
    case outsideTheTimeline
    case tooLong
    case noRoomForTitle
}

extension Timeline {
    /// The longest an extension may make a timeline, in seconds. Every second of it is made of frames kept on disk
    /// while rendering.
    static let longestSeconds = 600.0

    /// - Parameter newID: Names what the edit adds.
    /// - Throws: ``EditRefusal`` when the edit makes no sense here; the timeline is then unchanged.
    mutating func apply(_ edit: Edit, newID: () -> Int64) throws(EditRefusal) {
        let rate = canvas.rate
        let wanted: (Double) -> Int = { rate.frames(inSeconds: $0) }
        switch edit {
        case .extend(let seconds): try extend(by: wanted(seconds), newID: newID)
        case .extendTo(let seconds):
            guard wanted(seconds) > frames else { throw .alreadyThatLong }
            try extend(by: wanted(seconds) - frames, newID: newID)
        case .setLength(let seconds):
            let target = wanted(seconds)
            if target > frames {
                try extend(by: target - frames, newID: newID)
            } else {
                guard target < frames else { throw .alreadyThatLong }
                try keep([0..<target], newID: newID)
            }
        case .removeFirst(let seconds): try keep([min(wanted(seconds), frames)..<frames], newID: newID)
        case .removeLast(let seconds): try keep([0..<max(frames - wanted(seconds), 0)], newID: newID)
        case .keepFirst(let seconds):
            guard wanted(seconds) < frames else { throw .alreadyThatShort }
            try keep([0..<wanted(seconds)], newID: newID)
        case .keepLast(let seconds):
            guard wanted(seconds) < frames else { throw .alreadyThatShort }
            try keep([(frames - wanted(seconds))..<frames], newID: newID)
        case .keepRange(let start, let end):
            guard wanted(start) < frames else { throw .outsideTheTimeline }
            try keep([wanted(start)..<min(max(wanted(end), wanted(start)), frames)], newID: newID)
        case .removeRange(let start, let end):
            guard wanted(start) < frames else { throw .outsideTheTimeline }
            let end = min(max(wanted(end), wanted(start)), frames)
            try keep([0..<wanted(start), end..<frames], newID: newID)
        case .addTitle(let text, let seconds): try addTitle(text, milliseconds: Int(seconds * 1000), newID: newID)
        }
        revision += 1
        fitToPicture()
    }

    /// Plays the last segment's material on, back and forth (``Strand``).
    private mutating func extend(by added: Int, newID: () -> Int64) throws(EditRefusal) {
        guard added > 0 else { throw .alreadyThatLong }
        guard canvas.rate.seconds(ofFrames: frames + added) <= Self.longestSeconds else { throw .tooLong }
        guard var last = picture.popLast() else { throw .nothingWouldBeLeft }
        if last.isStill {
            last.frames += added
            picture.append(last)
            return
        }
        if last.isAsRecorded {
            // Only what is still on the timeline is played on, not what was trimmed away.
            let first = last.base.lowerBound + last.start
            last.base = first..<first + last.frames
            last.start = 0
        }
        let extended = PictureSegment(
            id: newID(), media: last.media, name: last.name, base: last.base, start: last.start + last.frames,
            frames: added, isStill: false)
        picture += [last, extended]
    }

    /// Keeps the given stretches of the timeline, in frames, and closes the gaps.
    private mutating func keep(_ stretches: [Range<Int>], newID: () -> Int64) throws(EditRefusal) {
        let kept = stretches.flatMap { picture(in: $0) }
        guard kept.contains(where: { $0.frames > 0 }) else { throw .nothingWouldBeLeft }
        guard kept != picture else { throw .alreadyThatShort }
        var seen: Set<Int64> = []
        picture = kept.map { segment in
            var segment = segment
            // One segment cut in two: the second half is a segment of its own.
            if !seen.insert(segment.id).inserted { segment.id = newID() }
            return segment
        }
    }

    private func picture(in stretch: Range<Int>) -> [PictureSegment] {
        var offset = 0
        var kept: [PictureSegment] = []
        for segment in picture {
            let here = offset..<offset + segment.frames
            let part = here.clamped(to: stretch)
            if !part.isEmpty {
                var cut = segment
                cut.frames = part.count
                if !segment.isStill { cut.start += part.lowerBound - offset }
                kept.append(cut)
            }
            offset = here.upperBound
        }
        return kept
    }

    private mutating func addTitle(_ text: String, milliseconds: Int, newID: () -> Int64) throws(EditRefusal) {
        let taken = titles.reduce(0) { $0 + $1.milliseconds }
        guard taken < self.milliseconds, milliseconds > 0 else { throw .noRoomForTitle }
        titles.append(TitleSegment(id: newID(), text: text, milliseconds: milliseconds))
    }

    /// Titles and sounds never outlast the picture.
    private mutating func fitToPicture() {
        var room = milliseconds
        titles = titles.compactMap { title in
            guard room > 0 else { return nil }
            var title = title
            title.milliseconds = min(title.milliseconds, room)
            room -= title.milliseconds
            return title
        }
        for index in sounds.indices { sounds[index].milliseconds = min(sounds[index].available, milliseconds) }
    }
}
