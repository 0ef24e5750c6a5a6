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

/// How long anything is waited for before the run is given up.
let patience = Duration.seconds(30)

/// Makes a file as copying programs do: open, write piece by piece, close.
/// - Returns: the moment just before the close.
func copy(_ bytes: [UInt8], to path: String) throws -> SuspendingClock.Instant {
    let file = try Descriptor.opening(path, O_WRONLY | O_CREAT | O_EXCL)
    try file.write(bytes, piece: 131_072)
    let closing = SuspendingClock.now
    file.close()
    return closing
}

func makeFolder(_ path: String) throws {
    try system("make the folder \(path)") { mkdir(path, 0o700) }
}
