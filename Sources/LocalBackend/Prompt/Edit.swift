// What one sentence of a prompt asks to be done to the timeline, as a value.

/// One change to a timeline. Times are in seconds, counted on the timeline as it is when the edit's turn comes.
enum Edit: Hashable, Sendable {
    case extend(by: Double)
    /// Longer only: a timeline that is already that long stays as it is.
    case extendTo(Double)
    /// Longer or shorter, whichever it takes.
    case setLength(Double)
    case removeFirst(Double)
    case removeLast(Double)
    case keepFirst(Double)
    case keepLast(Double)
    case keepRange(from: Double, to: Double)
    case removeRange(from: Double, to: Double)
    case addTitle(String, seconds: Double)
}

/// What a whole prompt was understood to say.
struct Understanding: Hashable, Sendable {
    /// What to do, in the order it was asked for.
    var edits: [Edit] = []
    /// Edits that were asked for without the length or the words they need.
    var incomplete: [Missing] = []
    /// Pieces of the prompt that ask for something this backend cannot do, as they were written.
    var beyond: [String] = []

    enum Missing: Hashable, Sendable {
        case lengthOfExtension
        case lengthOfTrim
        case wordsOfTitle
    }
}
