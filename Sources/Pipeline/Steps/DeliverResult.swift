// The checked result is handed to the people: under a name that is recorded before, over nothing that is there.

import FileAccess
import JobModel
import Outbox
import Telemetry

extension JobRun {
    func deliver(_ render: RenderID, facts: VideoFacts?, step: Int) async throws -> StepOutcome {
        guard let outbox = rootOutbox?.outbox else { return rootIsNotServed }
        guard let folder = try claimedFolder() else { return .fail(.filesGone) }
        var mayBePlaced = job.intent != nil
        while true {
            let take = try await recordedTake(step: step, in: outbox)
            switch try outbox.place(folder, of: job, take: take, mayBePlaced: mayBePlaced) {
            case .placed(let name):
                let delivery = Delivery(name: name, take: take, render: render, facts: facts)
                tell(.delivered(delivery, took: try await age, credits: await creditsSpent(after: step)))
                return .advance(.delivered(step: step, delivery))
            case .taken:
                try await intend(.deliver(step: step, take: try outbox.takeForResult(of: job)))
                mayBePlaced = false
            case .missing:
                return .fail(.resultUnfit)
            }
        }
    }

    /// The take that was recorded before a crash, or one that is recorded now.
    private func recordedTake(step: Int, in outbox: ShareOutbox) async throws -> Int {
        if case .deliver(step, let take) = job.intent { return take }
        let take = try outbox.takeForResult(of: job)
        try await intend(.deliver(step: step, take: take))
        return take
    }
}
