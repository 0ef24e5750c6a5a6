// A result that reached the outbox.

/// What was measured of a video file.
package struct VideoFacts: Hashable, Sendable, Codable {
    /// Bytes.
    package let size: Int64
    package let milliseconds: Int64
    package let width: Int
    package let height: Int

    package init(size: Int64, milliseconds: Int64, width: Int, height: Int) {
        self.size = size
        self.milliseconds = milliseconds
        self.width = width
        self.height = height
    }
}

/// One finished MP4 in the outbox.
package struct Delivery: Hashable, Sendable, Codable {
    package let name: FileName
    /// 1 for `clip.mp4`, 2 for `clip.take2.mp4`.
    package let take: Int
    package let render: RenderID
    /// `nil` where nothing could measure the file.
    package let facts: VideoFacts?

    package init(name: FileName, take: Int, render: RenderID, facts: VideoFacts?) {
        self.name = name
        self.take = take
        self.render = render
        self.facts = facts
    }
}
