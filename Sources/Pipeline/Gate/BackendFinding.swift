// What the end of a call says about the backend, whatever it says about the job.

import NemoAPI

/// Whether the backend works, as far as one call could tell.
enum BackendFinding: Hashable, Sendable {
    /// It answered; a refusal is an answer too.
    case answered
    case unwell
    /// Nothing was found out, as when the caller gave up or the request never left.
    case nothing

    /// - Parameter end: why the call failed; `nil` for a success.
    init(_ end: APIFailure?) {
        guard let end else {
            self = .answered
            return
        }
        self =
            switch end.kind {
            // The editor's AI failed, and the backend was well enough to say so.
            case .unwell(.reported): .answered
            case .unwell, .notConnected: .unwell
            case .cancelled, .localFile, .credentialsUnusable, .addressRefused: .nothing
            default: end.mayHaveReachedServer ? .answered : .nothing
            }
    }
}
