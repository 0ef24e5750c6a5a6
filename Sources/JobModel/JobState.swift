// Where a job stands, and where it may go from there.

/// A job's state.
package enum JobState: Hashable, Sendable, Codable {
    /// Being worked on, or about to be. → any other state
    case active(Stage)
    /// Resting until something outside changes. → active at the same stage, failed, cancelled
    case waiting(Waiting, at: Stage)
    /// Ended without a result; the originals are on their way to `failed/` until `isReturned`. → active when a person
    /// brings them back, cancelled when a person gives it up
    case failed(Failure, at: Stage, isReturned: Bool)
    /// Stopped by a person. → active when a person brings the originals back
    case cancelled(at: Stage, isReturned: Bool)
    /// Delivered and archived. → nothing
    case finished

    /// The stage reached; `nil` when everything is done.
    package var stage: Stage? {
        switch self {
        case .active(let stage), .waiting(_, let stage), .failed(_, let stage, _), .cancelled(let stage, _): stage
        case .finished: nil
        }
    }

    /// Whether nothing is left to do unless a person asks for it.
    package var isOver: Bool {
        switch self {
        case .active, .waiting: false
        case .failed(_, _, let isReturned), .cancelled(_, let isReturned): isReturned
        case .finished: true
        }
    }
}

/// How far a job has come. Each stage is reached by the outcome of one side effect.
package enum Stage: Hashable, Sendable, Codable {
    /// Admitted, its files being moved out of the inbox. → claimed
    case arriving
    /// Its files are private to the daemon. → claimed once they are identified, sessionOpened; ready(0) for what
    /// uploads nothing
    case claimed
    /// A session is there, and this many media are in it. → sessionOpened with one more, ready(0)
    case sessionOpened(uploads: Int)
    /// All media are uploaded and the steps before this one are done. → answered, submitted, ready(next), finished;
    /// claimed when the session is gone before anything was said in it
    case ready(step: Int)
    /// The message's stream is over; the timeline may still be changing. → ready(next), ready(same step) for a
    /// follow-up
    case answered(step: Int, ending: MessageEnding)
    /// The export was asked for. → rendered, ready(same step) when the render failed or is no longer known
    case submitted(step: Int, render: RenderID)
    /// The result lies at the backend, at `output` when it said where. → downloaded, ready(same step) when the render is
    /// no longer known
    case rendered(step: Int, render: RenderID, output: String?)
    /// The result lies in the claimed folder, checked. → ready(next)
    case downloaded(step: Int, render: RenderID, facts: VideoFacts?)
}

/// How the answer to a message ended, which decides how long its edits are watched (PROTOCOL 5).
package enum MessageEnding: String, Hashable, Sendable, Codable {
    /// The stream closed as it should.
    case closed
    /// It broke off, or the daemon did; the state showed that the edit was made.
    case broken
}

/// A side effect about to happen. Recorded before, so that a restart knows it may have happened.
package enum Intent: Hashable, Sendable, Codable {
    case openSession
    /// `videosBefore` tells whether an upload with a lost answer arrived (PROTOCOL 10).
    case upload(member: Int, videosBefore: Int?)
    /// Never repeated; `before` tells whether it was carried out (PROTOCOL 6).
    case sendMessage(step: Int, before: StateDigest)
    case submitExport(step: Int, render: RenderID)
    case download(step: Int, render: RenderID)
    /// `take` was free when this was recorded.
    case deliver(step: Int, take: Int)
    case archive
}

extension Job {
    /// Whether nobody can tell what became of its last message, and no person has settled that yet (PROTOCOL 6).
    package var isUncertain: Bool {
        if case .failed(let failure, _, _) = state { failure.code == .uncertain } else { false }
    }

    /// Whether it keeps the jobs behind it from a timeline that nobody knows (FOLDER-CONTRACT 1).
    package var holdsItsLane: Bool { isUncertain && origin.lane.isProject }
}
