// Letting time pass before a desk, as long as it wants to look at anything.

import Intake
import JobModel
import TestSupport
import Watching

extension InboxShare {
    /// A share that a script has prepared, and a desk that has read its inbox.
    static func read(_ script: String) async throws -> (InboxShare, IntakeDesk) {
        let share = try await InboxShare(script)
        let desk = try share.desk()
        try await share.scan(desk)
        return (share, desk)
    }

    /// Has the desk read the inbox.
    func scan(_ desk: IntakeDesk) async throws { try await desk.take(.rescanNeeded(below: .root)) }

    /// Moves time on, letting the desk look again at each time it has asked for.
    func pass(_ span: Duration, _ desk: IntakeDesk) async throws {
        let end = time.elapsed + span
        while let next = await desk.nextLook, next <= end {
            time.advance(by: max(.zero, next - time.elapsed))
            try await desk.lookAgain()
        }
        time.advance(by: end - time.elapsed)
        try await desk.lookAgain()
    }

    /// Changes something in the root and tells the desk of each file named.
    func change(_ script: String, _ names: String..., telling desk: IntakeDesk) async throws {
        try sh(script)
        for name in names { try await desk.take(.appeared(RelativePath(name) ?? .root)) }
    }

    /// The kinds and files of all jobs, the first admitted first.
    var taken: [[String]] {
        get async throws { try await jobs.map { job in [job.kind.rawValue] + job.members.map(\.name.text) } }
    }
}
