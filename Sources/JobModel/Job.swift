// A job: what became of one drop, follow-up or lone command, as a value that a ledger keeps and a pipeline drives.

/// One piece of work for one editor.
package struct Job: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// Media and a prompt.
        case drop
        /// A prompt that continues a session.
        case followUp
        /// A question without media.
        case command
    }

    package let id: JobID
    package let kind: Kind
    package let origin: Origin
    /// Its files, under the names they were taken by last.
    package internal(set) var members: [Member]
    package let plan: Plan
    /// The session's language, from the prompt: a code such as `en`.
    package let language: String
    /// When it was picked up.
    package let admitted: Timestamp
    /// The take whose names its log and its first result carry.
    package internal(set) var take: Int
    /// Why it is not worked on: it failed at admission, and only its files are given back.
    package let refusal: Failure?

    /// Where it stands. Changed by ``record(_:)`` alone.
    package internal(set) var state: JobState
    /// A side effect that was begun and whose outcome is not recorded yet; a restart settles it.
    package internal(set) var intent: Intent?
    package internal(set) var session: SessionID?
    /// The timeline before this job's first message, to tell at the end whether anything came of it.
    package internal(set) var baseline: StateDigest?
    /// What the editor's AI answered last.
    package internal(set) var reply: String?
    package internal(set) var deliveries: [Delivery]
    /// Renders of the current step that the backend gave up on.
    package internal(set) var failedRenders: Int
    /// Renders of the current step that the backend no longer knew (PROTOCOL 4).
    package internal(set) var lostRenders: Int
    /// Sessions that were gone before anything was said in them (PROTOCOL 10, 1002).
    package internal(set) var lostSessions: Int
    /// Messages of this job that its session has taken.
    package internal(set) var messagesTaken: Int
    /// Asks the editor's AI to make the edit of the current step itself, where it has told a person to (PROTOCOL 7).
    package internal(set) var followUp: String?
    /// How often it was taken up again after it had ended.
    package internal(set) var reopenings: Int
    /// Set while the files of an ended job are being taken again.
    package internal(set) var reopening: Reopening?
    /// What was added to the stem of its files when they were put into `failed/`.
    package internal(set) var returnedSuffix: String
    /// Whether a message whose fate is unknown may go out once more when the timeline shows no trace of it, because a
    /// person has asked for that (PROTOCOL 6). Holds for that one message, until its fate is known.
    package internal(set) var mayResend: Bool
    /// The earlier job that asked for the same, whose results are handed out again: nothing is said, uploaded or paid
    /// for (FOLDER-CONTRACT 5).
    package internal(set) var twin: JobID?
    /// Whether it is done by itself, whatever asked for the same before, because a person has brought it back knowing
    /// that.
    package internal(set) var isOnItsOwn: Bool

    package init(
        id: JobID, kind: Kind, origin: Origin, members: [Member], plan: Plan, language: String, admitted: Timestamp,
        take: Int, refusal: Failure? = nil
    ) {
        self.id = id
        self.kind = kind
        self.origin = origin
        self.members = members
        self.plan = plan
        self.language = language
        self.admitted = admitted
        self.take = take
        self.refusal = refusal
        state = .active(.arriving)
        deliveries = []
        failedRenders = 0
        lostRenders = 0
        lostSessions = 0
        messagesTaken = 0
        reopenings = 0
        returnedSuffix = ""
        mayResend = false
        isOnItsOwn = false
    }

    /// The members that are uploaded, in order.
    package var media: [Member] { members.filter { $0.role == .media } }
}
