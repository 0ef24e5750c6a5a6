// Counts how often something went wrong in a row, and does not count one wave twice.

/// Failures in a row of calls that each began after the failure before was known. Calls that were under way together
/// and fail together are one wave, and count as one.
struct Streak: Hashable, Sendable {
    private(set) var count = 0
    /// The last pass that had been given when the last failure was noted.
    private var lastGiven = 0

    /// - Parameter given: how many passes have been given so far.
    /// - Returns: whether it counted.
    mutating func add(_ pass: CallPass, given: Int) -> Bool {
        guard count == 0 || pass.number > lastGiven else { return false }
        count += 1
        lastGiven = given
        return true
    }

    /// Something went well.
    mutating func end() { self = Streak() }

    /// Something went well with a call that may have begun before the last failure, and then proves nothing.
    mutating func end(by pass: CallPass) {
        if pass.number > lastGiven { end() }
    }
}
