// The jobs that are swept: one that is delivered, one whose result is handed out again, and the end of one whose
// originals come back.

import EndToEndSupport
import Foundation

enum SweepScenario: String, Sendable {
    /// From the daemon's first start to the result in the outbox.
    case delivering
    /// The same was done before, and its result is gone: the recorded draft is rendered again, and nothing is paid.
    case handingOut
    /// The editor's AI only asks something back, so the job fails: from its last call to the backend on.
    case returning

    var prompt: String {
        switch self {
        case .delivering, .handingOut: "extend to 2 seconds"
        case .returning: "[question] make it better"
        }
    }

    /// How many jobs came before the one that is swept.
    var jobsBefore: Int { self == .handingOut ? 1 : 0 }

    /// A run of the job without faults: the points of the sweep are calls of it.
    var clean: SystemCallTrace {
        get async throws {
            switch self {
            case .delivering: try await Self.delivery.value
            case .handingOut: try await Self.handout.value
            case .returning: try await Self.returnal.value
            }
        }
    }

    /// The calls of a clean run that are swept.
    func swept(_ clean: SystemCallTrace) -> [TracedCall] {
        guard self == .returning else { return clean.points }
        return Array(clean.points.reversed().prefix { !$0.isToBackend }.reversed())
    }

    private static let delivery = Task { try await run(.delivering) }
    private static let handout = Task { try await run(.handingOut) }
    private static let returnal = Task { try await run(.returning) }

    private static func run(_ scenario: SweepScenario) async throws -> SystemCallTrace {
        let job = try await SweepShare(scenario)
        let daemon = job.daemon(wrapper: try await FaultPoint.tracing(output: job.trace))
        try await eventually("the job is over", seen: { job.share.tree + "\n" + daemon.output }) { job.isOver }
        try await job.end(daemon)
        return try job.tracedCalls()
    }
}
