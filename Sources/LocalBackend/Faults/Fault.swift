// A scripted misfortune: which call, which one of them, and what goes wrong.

/// One entry of a fault script. As JSON: `{"call":"message","occurrence":{"nth":{"number":2}},"effect":{"drop":{"worked":true}}}`.
package struct Fault: Hashable, Sendable, Codable {
    package var call: BackendCall
    package var occurrence: Occurrence
    package var effect: Effect

    package init(_ call: BackendCall, _ occurrence: Occurrence = .every, _ effect: Effect) {
        self.call = call
        self.occurrence = occurrence
        self.effect = effect
    }

    /// Which calls of the kind it befalls, counted from when the script was set; the first is 1.
    package enum Occurrence: Hashable, Sendable, Codable {
        case every
        case nth(number: Int)
        case first(count: Int)

        func includes(_ ordinal: Int) -> Bool {
            switch self {
            case .every: true
            case .nth(let number): ordinal == number
            case .first(let count): ordinal <= count
            }
        }
    }

    package enum Effect: Hashable, Sendable, Codable {
        // MARK: Any call

        /// Answers later than usual.
        case delay(milliseconds: Int)
        /// Answers with this instead of doing the work: HTML, other JSON, nothing.
        case answer(status: Int, contentType: String, body: String)
        /// Answers with an envelope instead of doing the work.
        case envelope(status: Int, code: Int, message: String)
        /// Answers 429 with `Retry-After` instead of doing the work.
        case rateLimit(retryAfter: Int)
        /// Closes the connection without a byte; before the work, or after it was done.
        case drop(worked: Bool)
        /// Closes the connection after so many bytes of the answer's body; a stream only after its edit was made.
        case cut(bytes: Int)
        /// Takes the call and never says anything; before the work, or after it was done.
        case hang(worked: Bool)

        // MARK: Messages

        /// Heartbeats and nothing else, without an end; before the edit, or after it was made.
        case heartbeatsOnly(worked: Bool)
        /// The edit is made and the stream ends well without a word of text (about 3 in 10, PROTOCOL 5).
        case silent
        /// After the stream has ended the timeline changes once more, as of a second stage (PROTOCOL 5).
        case secondStage(milliseconds: Int)
        /// The stream tells of an error instead of doing the work.
        case errorEvent(code: String, message: String)

        // MARK: Exports

        /// The render is taken and fails.
        case failRender(reason: String)
    }
}
