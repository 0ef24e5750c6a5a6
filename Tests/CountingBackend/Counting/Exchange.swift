// What is written down of each request and of what it brought about.

/// A request and how it went. Written when its head is read, completed as it goes on.
package struct Exchange: Sendable {
    /// Counted from 1, over both ports.
    package let number: Int
    /// Since the backend's start.
    package let time: Duration
    /// The connection it came on, counted from 1; `nil` on the files' port.
    package let connection: Int?
    package let call: CallKind
    package let method: String
    /// Path and query.
    package let target: String
    /// A short mark of the token it came with; ``CountingServer/mark(of:)`` gives the same for the same token.
    package let token: String?
    package var session: String?
    package var text: String?
    package var render: String?
    /// Whether the request was read whole.
    package var isRead = false
    package var bodyBytes = 0
    /// Whether the call's work was done.
    package var isWorked = false
    /// The status that was sent, if one was.
    package var status: Int?
    /// The bytes of the answer that were written.
    package var answerBytes = 0
    /// Since the backend's start; `nil` while it goes on.
    package var ended: Duration?
    /// How it ended, where the connection ended with it.
    package var ending: Ending?

    package var isOver: Bool { ended != nil }
    /// Whether it was answered whole.
    package var isAnswered: Bool { isOver && ending == nil }
}

/// A message that was read whole.
package struct ReceivedMessage: Sendable {
    /// The exchange's number.
    package let exchange: Int
    package let session: String
    package let text: String
    /// Refused instead of a stream: free to repeat (PROTOCOL 6).
    package var isRefused = false
    /// Taken on and charged: its edit was made, or it was answered in words.
    package var isAccepted = false
    /// Whether its edit changed the timeline.
    package var isEdited = false
}

/// An upload that arrived whole.
package struct ReceivedUpload: Sendable {
    package let exchange: Int
    package let session: String
    package let name: String
    package let type: String
    package let bytes: Int
    /// `nil` where an address was given instead of a file.
    package let checksum: Checksum?
    package let address: String?
}

/// A request to render that was accepted.
package struct ReceivedExport: Sendable {
    /// How the draft compares with those that the state gave of its session.
    package enum Draft: String, Sendable {
        /// Byte for byte what the state gave last.
        case latest
        /// Byte for byte what it gave before that.
        case earlier
        case altered
    }

    package let exchange: Int
    package let id: String
    package let session: String
    package let draft: Draft
}

/// A result that was fetched.
package struct ServedDownload: Sendable {
    package let exchange: Int
    package let id: String
    /// The first byte that was asked for.
    package let offset: Int
    package let isFallback: Bool
    /// The bytes of the file that were to be written.
    package let bytes: Int
}
