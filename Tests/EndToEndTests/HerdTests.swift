// A hundred jobs wait while the backend is down: one of them looks, and when it is back they come little by little
// (PROTOCOL 10). Judged by the backend's own record.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct HerdTests {
    /// A way to be down.
    struct Outage: Sendable, CustomTestStringConvertible {
        let name: String
        /// What every call is answered; `nil` where nobody listens.
        let answer: Effect?
        /// Whether the daemon had a token before.
        let hasToken: Bool
        var testDescription: String { name }

        static let all = [
            Outage(name: "nobody listens", answer: nil, hasToken: true),
            Outage(name: "HTTP 503", answer: .status(503), hasToken: true),
            Outage(name: "a proxy's page, from the first call on", answer: .html(502), hasToken: false),
        ]

        fileprivate func begin(at backend: CountingServer) {
            if let answer { _ = backend.faults.on(CallKind.api, answer) } else { backend.goDown() }
        }

        fileprivate func end(at backend: CountingServer) throws {
            if answer != nil { backend.faults.clear() } else { try backend.goUp() }
        }
    }

    private static let names = (1...100).map { "clip \($0)" }
    /// The time between two looks at a backend that is down.
    private static let interval: Duration = .seconds(2)
    /// After an outage so many calls go out in each thirtieth of that time: one, then twice as many in each.
    private static let step = interval / 30

    @Test(arguments: Outage.all)
    func `a hundred jobs wait for a backend that is down, come back little by little, and are all delivered once`(
        outage: Outage
    ) async throws {
        let share = try await CountedShare()
        let backend = share.backend
        let daemon = share.daemon(["timing.breaker": "2s", "log.level": "info"])
        try await daemon.wrote("under watch")
        if outage.hasToken {
            try share.drop("first", prompt: "extend first")
            try await share.delivers("first", from: daemon)
        }
        outage.begin(at: backend)
        for name in Self.names { try share.drop(name, prompt: "extend \(name)") }
        for name in Self.names {
            try await eventually("\(name) waits", seen: { daemon.output }) {
                share.text(of: "outbox/\(name).log").contains("Waiting: ")
            }
        }
        if outage.answer != nil { try await looksNowAndThen(at: backend) }
        let before = backend.tally.exchanges.count
        try outage.end(at: backend)
        for name in Self.names { try await share.waits(for: "outbox/\(name).mp4", from: daemon) }
        try await share.isWorkedOff(by: daemon)
        try comesLittleByLittle(after: before, to: backend)
        isAllDoneOnce(share, besides: outage.hasToken ? 1 : 0)
    }

    @Test func `an outage in the midst of many jobs costs none of them its edit, and none is edited twice`()
        async throws
    {
        let share = try await CountedShare()
        let daemon = share.daemon(["log.level": "info"])
        try await daemon.wrote("under watch")
        for name in Self.names { try share.drop(name, prompt: "[slow] extend \(name)") }
        for edits in [5, 15, 30] {
            try await share.backend.saw("\(edits) edits") { $0.acceptedMessages() >= edits }
            share.backendDown()
            try await daemon.wrote("Waiting: the video service")
            try share.backendUp()
        }
        for name in Self.names { try await share.waits(for: "outbox/\(name).mp4", from: daemon) }
        try await share.isWorkedOff(by: daemon)
        isAllDoneOnce(share, besides: 0)
    }

    // MARK: Means

    /// Two looks, one at a time, an interval apart.
    private func looksNowAndThen(at backend: CountingServer) async throws {
        let before = backend.tally.exchanges.count
        try await backend.saw("two looks") { $0.exchanges.count >= before + 3 }
        let looks = backend.tally.exchanges.dropFirst(before)
        for (one, next) in zip(looks, looks.dropFirst()) {
            #expect(next.time - one.time >= Self.interval - .milliseconds(10), "\(backend.tally.account)")
        }
    }

    /// Of the first calls after the first answer no more than the ramp allows, wherever its steps begin, and were those
    /// of a step before held up on their way.
    private func comesLittleByLittle(after before: Int, to backend: CountingServer) throws {
        let calls = backend.tally.exchanges.dropFirst(before).filter { CallKind.api.contains($0.call) }
        let back = try #require(calls.first { $0.status == 200 }?.time)
        for steps in 1...3 {
            let allowed = 4 << steps
            let count = calls.count { $0.time >= back && $0.time < back + Self.step * steps }
            #expect(count <= allowed, "\(count) calls within \(steps) steps")
        }
    }

    /// - Parameter others: how many clips were delivered besides.
    private func isAllDoneOnce(_ share: CountedShare, besides others: Int) {
        let tally = share.backend.tally
        let count = Self.names.count + others
        #expect(tally.messages.count == count)
        #expect(tally.acceptedMessages() == count)
        #expect(Set(tally.messages.map(\.text)).count == count)
        #expect(tally.exports.count == count)
        #expect(tally.exports.allSatisfy { $0.draft == .latest })
        #expect(tally.violations.isEmpty, "\(tally.violations)")
        #expect(share.names(in: "failed").isEmpty)
        #expect(share.names(in: "inbox").isEmpty)
    }
}
