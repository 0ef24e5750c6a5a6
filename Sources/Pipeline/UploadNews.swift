// When the editor's log hears how far a long upload is: at each quarter, once it takes longer than one would expect.

import JobModel
import Synchronization

/// One upload, by the clock it was begun with.
final class UploadNews: Sendable {
    /// Quicker uploads are told when they are done.
    static let patience: Duration = .seconds(30)

    private let size: Int64
    private let begun: Duration
    private let told = Mutex(0)

    init(size: Int64, begun: Duration) {
        self.size = size
        self.begun = begun
    }

    /// - Returns: what to tell, when another quarter is done: percent, and bytes per second so far.
    func news(sent: Int64, at now: Duration) -> (percent: Int, bytesPerSecond: Double)? {
        let quarter = size > 0 ? Int(sent * 4 / size) : 4
        let isNew = told.withLock { told in
            guard quarter > told else { return false }
            told = quarter
            return true
        }
        guard isNew, quarter < 4, now - begun >= Self.patience else { return nil }
        return (quarter * 25, Double(sent) / (now - begun).inSeconds)
    }
}
