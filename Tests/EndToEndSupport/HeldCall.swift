// A call that the backend does not answer until a test lets it, or at all: the moment at which a job stands still.

import CountingBackend
import TestSupport

/// A call of a job, and whether its work is done when it is held up.
package struct HeldCall: Sendable, CustomStringConvertible {
    package let call: CallKind
    package let isWorked: Bool

    package init(_ call: CallKind, worked: Bool) {
        self.call = call
        isWorked = worked
    }

    package var description: String { "\(call), \(isWorked ? "done" : "not done")" }

    /// The calls of a job from its pick-up to its result, of which none may cost more than time.
    package static let wholeJob = [
        HeldCall(.session, worked: false), HeldCall(.upload, worked: false), HeldCall(.upload, worked: true),
        HeldCall(.message, worked: true), HeldCall(.export, worked: false), HeldCall(.export, worked: true),
        HeldCall(.renderStatus, worked: true), HeldCall(.download, worked: false), HeldCall(.download, worked: true),
    ]
}

extension ScratchShare<CountingServer> {
    /// Holds the first call of a kind up.
    /// - Returns: what lets it go on.
    package func hold(_ held: HeldCall) -> Gate {
        let gate = Gate()
        backend.faults.on(held.call, .first(1), .hold(gate, at: held.isWorked ? .worked : .read))
        return gate
    }

    /// Waits until a call stands still.
    package func stands(at held: HeldCall, from daemon: ProgramUnderTest) async throws {
        try await eventually("the job stands at \(held)", seen: { "\(self.backend.tally.account)\n\(daemon.output)" }) {
            let tally = self.backend.tally
            let hasArrived = tally.received(held.call) > 0
            guard held.isWorked else { return hasArrived }
            return held.call == .message
                ? tally.acceptedMessages() > 0 : tally.requests(held.call).contains { $0.isWorked }
        }
    }

    /// What a failing test shows.
    package func account(of daemon: ProgramUnderTest) -> String {
        "\(tree)\n\(backend.tally.account)\n\(daemon.output)"
    }
}
