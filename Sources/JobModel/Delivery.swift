// A result that reached the outbox.

/// What was measured of a video file.
package struct VideoFacts: Hashable, Sendable, Codable {
    /// Bytes.
    package let size: Int64
    package let milliseconds: Int64
    package let width: Int
    package let height: Int
    /// The SHA-256 of the content in hexadecimal; `nil` where nobody has read it as a whole.
    package let digest: String?

    package init(size: Int64, milliseconds: Int64, width: Int, height: Int, digest: String? = nil) {
        self.size = size
        self.milliseconds = milliseconds
        self.width = width
        self.height = height
        self.digest = digest
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

extension Job {
    /// What it delivered for a step. Results of a life that was given up with its session come before those that count.
    package func delivery(of step: Int) -> Delivery? {
        let exports = plan.exports
        guard let place = exports.firstIndex(of: step) else { return nil }
        let index = deliveries.count - exports.count + place
        return deliveries.indices.contains(index) ? deliveries[index] : nil
    }
}
