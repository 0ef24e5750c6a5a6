// All that has happened, as a value: tests ask it what they want to know.

/// The backend's counts. A copy does not change any more.
package struct Tally: Sendable {
    package internal(set) var exchanges: [Exchange] = []
    package internal(set) var messages: [ReceivedMessage] = []
    package internal(set) var uploads: [ReceivedUpload] = []
    package internal(set) var exports: [ReceivedExport] = []
    package internal(set) var downloads: [ServedDownload] = []
    package internal(set) var violations: [Violation] = []
    /// Changes of a timeline after those that messages were charged for: second stages.
    package internal(set) var secondStages = 0
    /// Connections on the API's port.
    package internal(set) var connections = 0
    /// The sessions that were made, in order.
    package internal(set) var sessions: [String] = []
    /// Anonymous tokens given out, and asked for beyond what a client may have.
    package internal(set) var tokensIssued = 0
    package internal(set) var tokensDenied = 0

    // MARK: Requests

    package func requests(_ call: CallKind) -> [Exchange] { exchanges.filter { $0.call == call } }

    /// Requests of a call that were read whole.
    package func received(_ call: CallKind) -> Int { exchanges.count { $0.call == call && $0.isRead } }

    /// Requests that go on now.
    package var open: [Exchange] { exchanges.filter { !$0.isOver } }

    /// The requests of a call that began within a time since the backend's start.
    package func requests(_ call: CallKind? = nil, during time: Range<Duration>) -> [Exchange] {
        exchanges.filter { (call == nil || $0.call == call) && time.contains($0.time) }
    }

    // MARK: Messages

    /// Messages that were read whole.
    package func receivedMessages(session: String? = nil, text: String? = nil) -> Int {
        messages.count { Self.fits($0, session, text) }
    }

    /// Messages that were taken on and charged.
    package func acceptedMessages(session: String? = nil, text: String? = nil) -> Int {
        messages.count { Self.fits($0, session, text) && $0.isAccepted }
    }

    /// Messages that may have been taken on, for all that the client could know: all that were not refused.
    package func unrefusedMessages(session: String? = nil, text: String? = nil) -> Int {
        messages.count { Self.fits($0, session, text) && !$0.isRefused }
    }

    private static func fits(_ message: ReceivedMessage, _ session: String?, _ text: String?) -> Bool {
        (session == nil || message.session == session) && (text == nil || message.text == text)
    }

    // MARK: Renders

    package func exports(session: String) -> [ReceivedExport] { exports.filter { $0.session == session } }

    /// The violations, but for some kinds.
    package func violations(except kinds: Set<Violation.Kind> = []) -> [Violation] {
        violations.filter { !kinds.contains($0.kind) }
    }

    /// Everything in order, a line each, for a failing test to show.
    package var account: String {
        let lines = exchanges.map { exchange in
            let end = exchange.ending.map(\.rawValue) ?? (exchange.isOver ? "answered" : "open")
            let status = exchange.status.map(String.init) ?? "-"
            let work = exchange.isWorked ? "worked" : exchange.isRead ? "read" : "unread"
            let milliseconds = Int(exchange.time / .milliseconds(1))
            return "\(exchange.number). \(milliseconds) ms \(exchange.call) \(exchange.method) \(exchange.target) "
                + "[\(exchange.token ?? "-")] \(work) \(status) \(end)"
        }
        return (lines + violations.map(\.description)).joined(separator: "\n")
    }
}
