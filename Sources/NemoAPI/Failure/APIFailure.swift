// Why a call did not do what it was for, in terms the daemon can act on (PROTOCOL 10).

import SystemPackage

/// A call that failed. Holds no token and no signed address, ever.
package struct APIFailure: Error, Hashable, Sendable {
    package let call: APICall
    package let kind: Kind
    /// What the server or the system said, redacted and on one line; empty when it said nothing.
    package let detail: String
    /// The HTTP status of the answer; `nil` when there was none.
    package let status: Int?
    /// `false` only when it is certain that the server has not got the request.
    package let mayHaveReachedServer: Bool

    package enum Kind: Hashable, Sendable {
        /// 1001 or 401, and there is no other token to be had: a given one has run out or is wrong.
        case tokenRefused
        /// 1001 or 401 for a message; the token has been replaced since, and the message may be sent again.
        case tokenReplaced
        /// No token can be read, fetched or kept; ``APIFailure/detail`` says why.
        case credentialsUnusable
        /// 1002.
        case sessionNotFound
        /// 2001. `bindID` is for the registration link, when the answer named one.
        case outOfCredits(bindID: String?)
        /// 4001 or 415.
        case unsupportedFile
        /// 4002 or 413.
        case fileTooLarge
        /// 400 for want of a client id.
        case clientIDMissing
        /// 402: the plan, not the credits.
        case planForbidsExport
        /// 403, with the scope when the answer named it.
        case scopeMissing(String?)
        /// 429, with how long to wait when the answer said so.
        case rateLimited(retryAfter: Duration?)
        /// What was to be made is there: a success, for an export sent again.
        case alreadyExists
        /// 404 or 410, or a download's address that has run out.
        case notFound
        /// The backend, or something before it, does not work properly.
        case unwell(Trouble)
        /// No connection could be made; nothing was sent.
        case notConnected
        /// The answer was a redirect; none are followed on calls (FIELD-FACTS 1).
        case redirected
        /// Any other refusal, by the envelope's code or the HTTP status.
        case refused(code: String)
        /// The answer, or the file offered for download, was larger than this many bytes.
        case oversized(limit: Int64)
        /// The address to download from is one that may not be followed (FIELD-FACTS 3).
        case addressRefused
        /// The file to be uploaded could not be read, or the one to be downloaded into not be written.
        case localFile(Errno?)
        /// Whoever asked no longer wants it, or the client has been shut down.
        case cancelled
    }

    /// How the backend is unwell.
    package enum Trouble: Hashable, Sendable {
        /// 5xx, or 408.
        case status(Int)
        /// An HTML page in place of an answer: a proxy's.
        case page
        /// An answer without content.
        case empty
        /// An answer that makes no sense.
        case unreadable
        /// The connection broke, before or within the answer.
        case broken
        /// A limit of time was reached.
        case tooSlow(ReachedLimit)
        /// A message's stream in which the server reported a failure, by its code.
        case reported(code: String?)
    }

    package init(
        call: APICall, kind: Kind, detail: String = "", status: Int? = nil, mayHaveReachedServer: Bool = true
    ) {
        self.call = call
        self.kind = kind
        self.detail = detail
        self.status = status
        self.mayHaveReachedServer = mayHaveReachedServer
    }
}

extension APIFailure {
    /// Whether the same call may succeed later without anyone doing anything. Says nothing about whether it may be
    /// repeated; that is ``APICall/isSafeToRepeat``.
    package var isPassing: Bool {
        switch kind {
        case .unwell, .notConnected, .rateLimited: true
        default: false
        }
    }

    /// Whether the backend itself refused the request before doing anything, so that even a message may be sent again
    /// (PROTOCOL 6): an HTTP 4xx of its own, or an envelope with a code. A page, a redirect and a 5xx prove nothing.
    package var isRefusal: Bool {
        if let status, status >= 500 || (300..<400).contains(status) { return false }
        switch kind {
        case .unwell, .notConnected, .redirected, .oversized, .localFile, .cancelled, .addressRefused: return false
        default: return mayHaveReachedServer && status != nil
        }
    }
}
