// What happens to a job, in the order an editor would tell it.

import JobModel

/// Something about one job.
package enum JobEvent: Sendable {
    case pickedUp(files: [(name: FileName, size: Int64)])
    /// It has to wait for its turn, with so many jobs before it, and about so long; `nil` where nobody can tell.
    case queued(ahead: Int, estimate: Duration? = nil)
    /// It waits behind a clip of its project nobody can tell the timeline of, until a person settles that (PROTOCOL 6).
    case held(by: FileName)
    case started(resumedAfterRestart: Bool)
    /// Its files were brought back by a person. `isAnew`: what was done for it is gone, and is paid for again.
    case takenUpAgain(isAnew: Bool)
    case sessionOpened(SessionID, isShared: Bool)
    /// The backend no longer knows the session, and nothing is lost with it.
    case sessionLost
    /// A follow-up works on the timeline of an earlier job of that name.
    case continued(FileName)
    /// A question about a timeline that there is not, or no longer.
    case noTimeline(FileName)
    case timelineEnded(FileName)
    /// An earlier job has done the same; its result is delivered again.
    case reusing(FileName)
    /// A result that is delivered again is no longer in the outbox.
    case renderingAgain
    case uploading(FileName, sent: Int64, of: Int64)
    /// A quarter of a long upload is done, or two or three: for logs.
    case uploadReached(FileName, percent: Int, bytesPerSecond: Double)
    case uploaded(FileName, size: Int64, took: Duration)
    /// The backend has fetched what a shortcut names. The address itself is not told: it may hold a secret.
    case uploadedByAddress(FileName, host: String)
    case asked(String)
    /// What the backend is doing, by the name of the tool it called.
    case working(String)
    case stillWorking(elapsed: Duration)
    case replied(String)
    /// The answer broke off; the state has to tell what was done.
    case connectionLost(String)
    /// The state showed that a message whose answer was lost was carried out.
    case foundMade
    /// A message whose fate is unknown goes out once more, as a person asked.
    case sendingAgain
    case timelineChanged([String])
    case timelineUnchanged
    case timeline(String)
    case balance(available: Double, frozen: Double?)
    /// How far the render is; for progress bars.
    case rendering(fraction: Double?)
    /// A quarter of the render is done, or none, one or three: for logs.
    case renderReached(percent: Int)
    case renderFailed(String)
    /// The backend no longer knows the render.
    case renderLost
    case downloading(received: Int64, of: Int64?)
    /// `credits`: what its edits have cost; `nil` where that is not known for certain.
    case delivered(Delivery, took: Duration, credits: Double? = nil)
    /// An address at which people can open the project in a browser.
    case projectLink(String)
    case archived(RelativePath)
    /// Nothing is left to do. The last of its results, and how many there are.
    case done(FileName, results: Int)
    case waiting(Waiting)
    case resumed
    case failed(Failure)
    case cancelled
    /// A log line that could not be written; the job goes on.
    case logUnwritable(String)
}
