// Taking a drop: as a new job, or as one that had ended and whose files a person has brought back.

import FileAccess
import JobModel
import Ledger
import Outbox
import Telemetry
import Timing

extension IntakeDesk {
    /// - Parameters:
    ///   - wording: what is asked for, where it does not stand in a file of the drop.
    ///   - refusal: why it is not to be worked on.
    func take(
        _ drop: Drop, in group: InboxIndex.Group, wording: Wording? = nil, refusal: Failure? = nil
    ) async throws {
        let sightings = index[group].filter { drop.names.contains($0.key) }
        let origin = origin(of: drop.stem, in: group)
        do {
            let job = Job.of(
                drop, at: origin, sightings: sightings, wording: wording, id: tools.newID(),
                admitted: tools.time.wall(), take: try tools.outbox.freeTake(for: origin),
                refusal: refusal ?? cancelNote(in: group, for: drop.stem).map { _ in .cancelledBeforeItBegan })
            let conditions = sightings.mapValues(\.fingerprint)
            if let twin = try await endedTwin(of: job) {
                let job = try await take(twin, conditions: conditions)
                if !twin.job.wasReturned(as: drop.names), !origin.isNamed(like: twin.job.origin) {
                    tools.log.refer(from: origin, to: job)
                }
            } else {
                try await giveUpUncertain(replacedBy: job)
                announce(try await tools.claimer.claim(job, conditions: conditions))
            }
        } catch let error as DropClaimer.NotTaken {
            tools.events.record(.intake(.notTaken(group.folder / drop.stem, reason: error.reason)))
            return lookAgain(at: group, by: now + max(settings.settle, Self.shortestRest))
        } catch let error as FileError {
            tools.events.record(.intake(.notTaken(group.folder / drop.stem, reason: error.description)))
            return lookAgain(at: group, by: now + settings.settleRemote)
        }
        for name in drop.names { index.forget(group.folder / name) }
    }

    /// A drop that could not be taken is not tried again at once, however impatient the settings are.
    private static let shortestRest: Duration = .milliseconds(500)
}
