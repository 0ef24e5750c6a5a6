// What is written down of a session.

/// A session: its media, its drafts, how far it has come.
struct SessionRecord: Hashable, Sendable, Codable {
    var id: String
    var taskID: String
    /// The account it belongs to; nobody else sees it.
    var account: String
    var language: String
    /// Milliseconds since 1970.
    var created: Int64
    var media: [MediaItem] = []
    /// How many of the media, from the first, have been placed on a timeline or passed over.
    var placed = 0
    /// How many drafts were given out. The newest is the timeline.
    var drafts = 0
    /// What extensions have made so far (`generated_media` of the state).
    var generated: [Generated] = []

    struct Generated: Hashable, Sendable, Codable {
        var id: Int64
        var name: String
        var milliseconds: Int
    }
}

/// What came of the edits of one message.
struct EditOutcome: Sendable {
    /// Every edit in order, with why it was refused where it was.
    var results: [(edit: Edit, refusal: EditRefusal?)] = []
    /// Names of stills that were left out because a clip came with them.
    var leftOut: [String] = []
    /// The timeline after the edits; `nil` when there is nothing uploaded to make one of.
    var timeline: Timeline?
    /// The draft's text; `nil` when there is none.
    var draft: String?
    /// Whether the message changed anything.
    var isChanged: Bool { results.contains { $0.refusal == nil } }
}
