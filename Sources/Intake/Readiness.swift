// Whether a drop is complete: proved, not guessed (FOLDER-CONTRACT 2).

import Inspection
import JobModel

/// What a drop needs next.
package enum Readiness: Hashable, Sendable {
    /// Complete: take it.
    case take
    /// A file has to be looked into before anything can be said.
    case inspect(FileName)
    /// Not yet; look at its files again at this time of the monotonic clock.
    case wait(until: Duration, reason: String)
    /// Not yet; nothing but a change of its files helps.
    case hold(reason: String)

    /// How far a kernel and filesystem can be believed.
    package enum Trust: Hashable, Sendable {
        /// Events arrive and leases mean something.
        case events
        /// Neither: the tree is polled.
        case pollingOnly
    }

    package static func of(
        _ drop: Drop, sightings: [FileName: Sighting], settings: IntakeSettings, trust: Trust, now: Duration
    ) -> Readiness {
        var verdict = Readiness.take
        for name in drop.names {
            guard let sighting = sightings[name] else { return .hold(reason: "\(name) is gone") }
            switch of(name, sighting, settings: settings, trust: trust, now: now) {
            case .take: continue
            case .inspect(let name): return .inspect(name)
            case .wait(let until, let reason): verdict = verdict.later(than: until, reason: reason)
            case .hold(let reason): verdict = .hold(reason: reason)
            }
        }
        return verdict
    }

    private static func of(
        _ name: FileName, _ sighting: Sighting, settings: IntakeSettings, trust: Trust, now: Duration
    ) -> Readiness {
        guard let report = sighting.report else { return .inspect(name) }
        func settled(after wait: Duration) -> Readiness {
            let wait = trust == .pollingOnly ? max(wait, settings.settleRemote) : wait
            let due = sighting.since + wait
            return now >= due ? .take : .wait(until: due, reason: "\(name) has just changed")
        }
        if report.isFreeOfWriters == false {
            return .wait(
                until: now + max(settings.settle, .milliseconds(100)), reason: "\(name) is still being written")
        }
        switch report.finding {
        case .untouchable(let obstacle): return .hold(reason: "\(name) \(obstacle.reason)")
        case .notYet(let reason): return .hold(reason: "\(name) \(reason)")
        case .unreadable(let reason): return .hold(reason: "\(name) cannot be read: \(reason)")
        case .note: return .hold(reason: "\(name) is only a note")
        case .media(_, .incomplete(let shortfall)):
            return .hold(reason: "\(name) is incomplete: \(shortfall)")
        case .media(_, .whole):
            let isProved = trust == .events && sighting.isClosed && report.isFreeOfWriters == true
            return isProved ? .take : settled(after: settings.settle)
        case .media(_, .unprovable), .refused:
            return settled(after: settings.settle)
        case .prompt, .link:
            return settled(after: settings.settlePrompt)
        }
    }

    /// The more patient of two verdicts: what holds a drop outweighs what makes it wait.
    private func later(than until: Duration, reason: String) -> Readiness {
        switch self {
        case .wait(let other, _) where other >= until: self
        case .hold: self
        default: .wait(until: until, reason: reason)
        }
    }
}
