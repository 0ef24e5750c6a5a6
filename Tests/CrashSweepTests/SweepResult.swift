// What came of a point, and all that helps to understand one that failed.

import CountingBackend
import EndToEndSupport

struct SweepResult {
    let point: FaultPoint
    /// The call that the fault was really put into; `nil` when the job was over before.
    let hit: TracedCall?
    let outcome: SweepEvidence.Outcome
    let endedByItself: Bool
    let problems: [String]
    /// How to have the point again, and everything that was seen; empty when nothing is wrong.
    let account: String

    init(_ evidence: SweepEvidence) {
        point = evidence.point
        hit = evidence.hit
        outcome = evidence.outcome
        endedByItself = evidence.endedByItself
        problems = evidence.problems
        account = problems.isEmpty ? "" : Self.account(of: evidence)
    }

    private static func account(of evidence: SweepEvidence) -> String {
        let share = evidence.job.share
        let logs = ["outbox/clip.log", "failed/clip.log"].filter(share.exists)
        let hit = evidence.hit.map { "\($0.point): \($0.line)" } ?? "nothing: the job was over before"
        return """
            \(evidence.job.scenario): \(evidence.point)
              again:   LONGTAKE_SWEEP='\(evidence.point)' swift test --filter CrashSweepTests
              strace:  \(evidence.command.joined(separator: " "))
              hit:     \(hit)
              outcome: \(evidence.outcome.rawValue)
            \(evidence.problems.map { "  WRONG:   \($0)" }.joined(separator: "\n"))
            --- the share
            \(share.tree)
            \(logs.map { "--- \($0)\n\(share.text(of: $0))" }.joined(separator: "\n"))
            --- the last calls before the fault
            \(evidence.trace?.upTo(evidence.hit, count: 25) ?? "")
            \(evidence.outputs.enumerated().map { "--- daemon \($0 + 1)\n\($1)" }.joined(separator: "\n"))
            --- the server
            \(share.backend.tally.account)
            """
    }
}
