// How many points a sweep hit, by call, and what came of them.

import EndToEndSupport

struct SweepReport: CustomStringConvertible {
    let name: String
    let results: [SweepResult]
    let took: Duration

    /// Each call of the job that was hit, once.
    var pointsHit: Set<TracedCall.Point> { Set(results.compactMap(\.hit?.point)) }

    var description: String {
        let hit = pointsHit
        let byCall = Dictionary(grouping: hit, by: \.name).mapValues(\.count)
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let outcomes = SweepEvidence.Outcome.allCases.compactMap { outcome in
            let count = results.count { $0.outcome == outcome }
            return count == 0 ? nil : "\(count) \(outcome.rawValue)"
        }
        let missed = results.count { $0.hit == nil }
        return """
            \(name): \(hit.count) points hit in \(byCall.count) system calls, in \(took.components.seconds) s; \
            \(outcomes.joined(separator: ", ")); the daemon ended by itself in \(results.count(where: \.endedByItself)); \
            \(missed) missed; \(results.count { !$0.problems.isEmpty }) went wrong
              \(byCall.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
            """
    }
}
