// The wall clock jumps by a month, forward or back, in the middle of a job: nothing expires, nothing waits for it.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct JumpedClockTests {
    private static let month = [30, -30]
    private static let quick = [
        "timing.credits_poll": "200ms", "timing.rate_limit_wait": "200ms", "timing.settle": "100ms",
    ]

    @Test(arguments: HeldCall.wholeJob, month)
    func `a clock that jumps while the backend is busy changes nothing`(held: HeldCall, days: Int) async throws {
        let (share, clock) = (try await CountedShare(), try await FakedClock())
        let gate = share.hold(held)
        let daemon = share.daemon(Self.quick, wrapper: clock.wrapper)
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await share.stands(at: held, from: daemon)
        try clock.jump(days: days)
        gate.open()
        try await finishes(share, daemon)
    }

    /// Something a job waits for, and the call that is made again and again meanwhile.
    struct Wait: Sendable, CustomTestStringConvertible {
        let name: String
        let call: CallKind
        let effect: Effect
        let tries: CallKind
        var testDescription: String { name }

        static let all = [
            Wait(name: "for credits", call: .message, effect: .refuse(2001), tries: .credits),
            Wait(name: "for the backend", call: .upload, effect: .html(503), tries: .upload),
            Wait(name: "for the rate limit", call: .message, effect: .limited(), tries: .message),
        ]
    }

    @Test(arguments: Wait.all, month)
    func `a job that waits goes on as soon as it would have`(wait: Wait, days: Int) async throws {
        let (share, clock) = (try await CountedShare(), try await FakedClock())
        let rule = share.backend.faults.on(wait.call, wait.effect)
        let daemon = share.daemon(Self.quick, wrapper: clock.wrapper)
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await daemon.wrote("Waiting: ")
        try clock.jump(days: days)
        // Not only the wait that was begun before the jump: those after it too.
        let calls = share.backend.tally.received(wait.tries)
        try await share.backend.saw("more tries", within: .seconds(30)) { $0.received(wait.tries) > calls + 1 }
        end(wait, rule, on: share)
        try await finishes(share, daemon)
    }

    @Test(arguments: Wait.all, month)
    func `a daemon that starts with another clock goes on with the job that waits`(wait: Wait, days: Int) async throws {
        let (share, clock) = (try await CountedShare(), try await FakedClock())
        let rule = share.backend.faults.on(wait.call, wait.effect)
        let first = share.daemon(Self.quick, wrapper: clock.wrapper)
        try await first.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await first.wrote("Waiting: ")
        try await first.killAtOnce()
        try clock.jump(days: days)
        end(wait, rule, on: share)
        let second = share.daemon(Self.quick, wrapper: clock.wrapper)
        try await finishes(share, second)
    }

    private func end(_ wait: Wait, _ rule: FaultScript.RuleID, on share: CountedShare) {
        share.backend.faults.remove(rule)
        // After a refusal a positive balance alone is not believed: it has to rise (PROTOCOL 10).
        share.backend.setCredits(200_000)
    }

    @Test(arguments: month)
    func `a render that was done across a jump and a restart is fetched`(days: Int) async throws {
        let share = try await CountedShare { ($0.pendingPolls, $0.processingPolls) = (0, 0) }
        let clock = try await FakedClock()
        let held = HeldCall(.renderStatus, worked: false)
        _ = share.hold(held)
        let first = share.daemon(Self.quick, wrapper: clock.wrapper)
        try await first.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await share.stands(at: held, from: first)
        try await first.killAtOnce()
        try clock.jump(days: days)
        let second = share.daemon(Self.quick, wrapper: clock.wrapper)
        try await finishes(share, second)
    }

    @Test(arguments: month)
    func `a drop that settles across a jump is taken`(days: Int) async throws {
        let (share, clock) = (try await CountedShare(), try await FakedClock())
        let settings = Self.quick.merging(["timing.settle_prompt": "600ms"]) { _, new in new }
        let daemon = share.daemon(settings, wrapper: clock.wrapper)
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await daemon.wrote("has just changed")
        try clock.jump(days: days)
        try await finishes(share, daemon)
    }

    /// Waits until the job is wholly done, and sees that no time shows where none was.
    private func finishes(_ share: CountedShare, _ daemon: ProgramUnderTest) async throws {
        try await share.isDoneWhole(by: daemon)
        #expect(share.backend.tally.tokensIssued == 1, "\(share.account(of: daemon))")
        // A month ahead cannot be told from a month of waiting, but nothing takes less than no time.
        let log = share.text(of: "outbox/clip.log")
        #expect(!log.contains(/-[0-9]+ (ms|s|min|h|d)\b/), "\(log)")
    }
}
