// How a clip is played on without an end: forward, back, forward again, each turn softened by a crossfade.

/// Endless material made of a finite clip. Works on frames and on sound samples alike; both are "units" here.
///
/// Pass 0 plays the clip forward, pass 1 back, pass 2 forward, and so on. Each pass begins ``fade`` units before the
/// one before it ends, and the two are crossfaded there. At a turn both passes show nearly the same moment, so the
/// picture slows down, stops and goes back: there is no jump to hide, and the fade takes away the hard stop.
struct Strand: Hashable, Sendable {
    /// Units in the clip.
    let count: Int
    /// Units two passes overlap.
    let fade: Int

    /// - Parameter fade: Shortened where the clip is too short for it, and left out where less than two units remain.
    init(count: Int, fade: Int) {
        self.count = max(count, 1)
        let fade = min(fade, count / 2)
        self.fade = fade < 2 ? 0 : fade
    }

    /// How far apart passes begin.
    var stride: Int { count - fade }

    /// What is heard or seen at one position.
    enum Moment: Hashable, Sendable {
        /// A unit of the clip, as it is.
        case source(Int)
        /// A step, from 0 below ``fade``, of the turn at the clip's end (forward becomes back) or start.
        case turn(Turn, step: Int)
    }

    enum Turn: Hashable, Sendable { case atEnd, atStart }

    /// - Parameters:
    ///   - position: Units from the beginning of pass 0.
    ///   - end: Where the material stops being played. A turn that would not be finished by then is not begun.
    func moment(at position: Int, endingAt end: Int) -> Moment {
        let pass = position / stride
        let step = position - pass * stride
        if pass > 0, step < fade {
            return isPlayed(pass, endingAt: end)
                ? .turn(turn(into: pass), step: step) : .source(source(pass - 1, stride + step))
        }
        return .source(source(pass, step))
    }

    /// Whether `pass` is heard or seen alone at all before `end`.
    func isPlayed(_ pass: Int, endingAt end: Int) -> Bool { pass == 0 || end > pass * stride + fade }

    /// How much of the beginning is the clip itself, untouched by any turn.
    func untouched(endingAt end: Int) -> Int { isPlayed(1, endingAt: end) ? min(stride, end) : min(count, end) }

    private func turn(into pass: Int) -> Turn { pass.isMultiple(of: 2) ? .atStart : .atEnd }

    private func source(_ pass: Int, _ step: Int) -> Int { pass.isMultiple(of: 2) ? step : count - 1 - step }
}
