// What is measured and what it is measured against, all seen from outside and by the same hand.

import Glibc

/// Something whose reaction to the close of a file is timed.
protocol Subject {
    var title: String { get }

    /// Lays out what has to be there before any of these drops is completed.
    func prepare(_ stems: [String]) throws
    /// Completes a drop and waits for the reaction, then until the subject is at rest again.
    /// - Returns: from just before the close of the last file to the reaction.
    func react(to stem: String) throws -> Duration
}

extension Subject {
    func prepare(_ stems: [String]) throws {}
}
