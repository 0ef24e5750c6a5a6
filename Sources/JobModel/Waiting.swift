// Waiting is not failing: what a job waits for, and until when it looks again.

/// Why a job rests although it is not done (FOLDER-CONTRACT 5).
package struct Waiting: Hashable, Sendable, Codable {
    package enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        case credits, token, backend, rateLimit, room, disk
        /// The watch folder it belongs to is not among those that are served now.
        case root
        /// Another job, whose result or session it shares, is not done.
        case otherJob
    }

    package let reason: Reason
    /// One sentence for the log: "The video service does not answer."
    package let sentence: String
    /// When it is tried again at the latest.
    package let until: Timestamp

    package init(for reason: Reason, _ sentence: String, until: Timestamp) {
        self.reason = reason
        self.sentence = sentence
        self.until = until
    }
}
