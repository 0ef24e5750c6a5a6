// The failure codes that more than one part of the program goes by.

extension Failure.Code {
    /// Nobody can tell whether a message was carried out (PROTOCOL 6). In a project it holds the lane.
    package static let uncertain = Failure.Code("uncertain")
    /// The session is gone, and with it edits that were paid for: taken up again, the job starts over.
    package static let sessionGone = Failure.Code("session-gone")
    /// The session that a follow-up was to go on with has ended: nothing can be made up for in another one.
    package static let sessionEnded = Failure.Code("session-ended")
    /// An earlier job that asks for the same was not done. Taken up again, this one is done by itself.
    package static let twinNotDone = Failure.Code("twin-not-done")
    /// What an earlier job delivered is to be had no more. Taken up again, it is looked for once more.
    package static let resultGone = Failure.Code("result-gone")
}
