// What is written down about a job, one record an event; a job's value is the sum of its records.

/// A change of a job. Records of one job, in order, are its journal.
package enum JobRecord: Hashable, Sendable, Codable {
    /// A side effect is about to be carried out.
    case intended(Intent)
    /// All files are private to the daemon.
    case claimed
    /// The digests of all media, in order.
    case identified(digests: [String])
    case sessionOpened(SessionID)
    /// A question goes without a session: it needs none, or there is none of its name.
    case sessionNotNeeded
    /// The backend no longer knows the session, and nothing of this job is lost with it (PROTOCOL 10, 1002).
    case sessionLost
    case uploaded(member: Int)
    /// An earlier job that asked for the same is done: its results are handed out again. The session is that job's.
    case reusing(of: JobID, session: SessionID?)
    /// A message's stream is over, or the state showed that it was carried out.
    case answered(step: Int, ending: MessageEnding, reply: String?)
    /// The message provably never reached the backend, or was refused before anything was done: it may be sent again.
    case notSent(step: Int)
    /// Nobody can tell whether the message arrived, and a person wants it sent once more.
    case toBeSentAgain(step: Int)
    /// The editor's AI told a person to make the edit; it is asked to make it itself, once a step (PROTOCOL 7).
    case followUpWanted(step: Int, text: String)
    /// The timeline is quiet after a message.
    case settled(step: Int)
    /// A step without a message and without a render was carried out.
    case commandDone(step: Int)
    case exportSubmitted(step: Int, render: RenderID)
    case rendered(step: Int, render: RenderID, output: String?)
    /// The backend gave up on a render; the same step may submit another.
    case renderFailed(step: Int, render: RenderID, reason: String)
    /// The backend does not know a render that it had accepted, as after a change of tokens (PROTOCOL 4).
    case renderLost(step: Int, render: RenderID)
    /// A result that was delivered before lies in the claimed folder once more.
    case copied(step: Int, render: RenderID, facts: VideoFacts?)
    case downloaded(step: Int, render: RenderID, facts: VideoFacts?)
    case delivered(step: Int, Delivery)
    case archived

    case waiting(Waiting)
    case resumed
    case failed(Failure)
    case cancelled
    /// The originals of a failed or cancelled job are back in reach; `suffix` was added to their stem.
    case returned(suffix: String)
    /// A person has brought the files of an ended job back; they are being taken.
    case reopened(Reopening)
    /// They could not be taken: the job is as it was before.
    case reopeningUndone
}

/// A record that does not follow from a job's state: a mistake of the program, or a second writer.
package struct IllegalTransition: Error, Hashable, Sendable, CustomStringConvertible {
    package let job: JobID
    package let state: JobState
    package let record: JobRecord

    package var description: String { "job \(job) in state \(state) cannot take the record \(record)" }
}
