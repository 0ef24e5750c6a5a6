// A failure in a person's words.

extension APIFailure: CustomStringConvertible {
    /// One sentence without a remedy: what it means for a job is told where that is known.
    package var description: String {
        let sentence = "\(kind.words) while \(call.activity)"
        return detail.isEmpty ? "\(sentence)." : "\(sentence): \(detail)"
    }
}

extension APIFailure.Kind {
    /// How the sentence begins.
    fileprivate var words: String {
        switch self {
        case .tokenRefused: "The video service refused the token"
        case .tokenReplaced: "The free token had run out and was replaced"
        case .credentialsUnusable: "There was no usable token"
        case .sessionNotFound: "The video service no longer knows the session"
        case .outOfCredits: "The credits ran out"
        case .unsupportedFile: "The video service does not accept this kind of file"
        case .fileTooLarge: "The file is too large for the video service"
        case .clientIDMissing: "The video service asked for a client id"
        case .planForbidsExport: "The account's plan does not allow exports"
        case .scopeMissing(nil): "The token lacks a permission"
        case .scopeMissing(let scope?): "The token lacks the permission \(scope)"
        case .rateLimited: "The video service asked for a pause"
        case .alreadyExists: "It was already there"
        case .notFound: "The video service did not find what was asked for"
        case .unwell(let trouble): trouble.words
        case .notConnected: "The video service could not be reached"
        case .redirected: "The video service pointed elsewhere, which is not followed,"
        case .refused(let code): "The video service answered with code \(code)"
        case .oversized(let limit): "The answer was larger than \(limit) bytes"
        case .addressRefused: "The video service named an address that is not safe to follow"
        case .localFile(nil): "The file could not be read to its end"
        case .localFile(let errno?): "The file could not be read or written (\(errno))"
        case .cancelled: "The call was stopped"
        }
    }
}

extension APIFailure.Trouble {
    fileprivate var words: String {
        switch self {
        case .status(let status): "The video service had a problem of its own (HTTP \(status))"
        case .page: "A web page came in place of the video service's answer"
        case .empty: "The video service gave an empty answer"
        case .unreadable: "The video service gave an answer that makes no sense"
        case .broken: "The connection to the video service broke"
        case .tooSlow(.idle(let time)): "The video service was silent for \(time.inWords)"
        case .tooSlow(.total(let time)): "The video service was not done after \(time.inWords)"
        case .tooSlow(.heartbeatsOnly(let time)): "The video service gave nothing but signs of life for \(time.inWords)"
        case .tooSlow(.bytes(let count)): "The video service sent more than \(count) bytes"
        case .reported(nil): "The video service reported a failure"
        case .reported(let code?): "The video service reported the failure \(code)"
        }
    }
}

extension Duration {
    /// "15 min", "3 s" or "200 ms".
    fileprivate var inWords: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        if milliseconds >= 120_000, milliseconds % 60_000 == 0 { return "\(milliseconds / 60_000) min" }
        return milliseconds >= 1000 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
    }
}
