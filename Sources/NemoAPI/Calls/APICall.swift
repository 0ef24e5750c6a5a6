// The calls of the backend by name, for failures, limits and metrics.

/// One kind of call (PROTOCOL 4).
package enum APICall: String, Hashable, Sendable, CaseIterable {
    case anonymousToken, openSession, claimLink, upload, message, balance, state, export, renderStatus
    /// The render's own, pre-signed address on another host.
    case downloadOutput
    /// The backend's address for a render.
    case downloadFallback

    /// Whether the account's token travels with it. A refusal of one that has no token says nothing about it.
    package var carriesToken: Bool { self != .anonymousToken && self != .downloadOutput }

    /// Whether sending it again can cost or change nothing that counts (PROTOCOL 6 and 10).
    package var isSafeToRepeat: Bool { self != .message }

    var isDownload: Bool { self == .downloadOutput || self == .downloadFallback }

    /// Whether it is the plan that may forbid it (402).
    var concernsRenders: Bool { self == .export || self == .renderStatus || self == .downloadFallback }

    /// Whether it names a session, so that what is not found may be that.
    package var concernsSession: Bool { [.claimLink, .upload, .message, .state, .export].contains(self) }

    /// What it does, to stand after "while": "while uploading".
    var activity: String {
        switch self {
        case .anonymousToken: "fetching a free token"
        case .openSession: "opening a session"
        case .claimLink: "asking for a link to the project"
        case .upload: "uploading"
        case .message: "sending the message"
        case .balance: "asking for the balance"
        case .state: "reading the timeline"
        case .export: "asking for the export"
        case .renderStatus: "asking how the render is doing"
        case .downloadOutput, .downloadFallback: "downloading the result"
        }
    }
}
