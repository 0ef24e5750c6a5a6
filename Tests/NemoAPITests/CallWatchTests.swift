// When a call has had enough, as a value and against a server, with time that passes when it is told to.

import NemoAPI
import Synchronization
import Testing

@testable import struct NemoAPI.CallWatch

struct CallWatchTests {
    private static let limits = CallLimits(
        idle: .seconds(3), total: .seconds(15), bytes: 100, withoutNews: .seconds(10))

    @Test func `silence ends at the idle limit`() {
        var watch = CallWatch(limits: Self.limits)
        #expect(watch.verdict(at: .zero) == .lookAgain(at: .seconds(3)))
        watch.sent(at: .seconds(2))
        #expect(watch.verdict(at: .seconds(3)) == .lookAgain(at: .seconds(5)))
        #expect(watch.verdict(at: .seconds(5)) == .reached(.idle(.seconds(3))))
    }

    @Test func `bytes alone do not outlast the limit of heartbeats`() throws {
        var watch = CallWatch(limits: Self.limits)
        for second in 1...9 { try watch.received(1, at: .seconds(second)) }
        #expect(watch.verdict(at: .seconds(9)) == .lookAgain(at: .seconds(10)))
        #expect(watch.verdict(at: .seconds(10)) == .reached(.heartbeatsOnly(.seconds(10))))
    }

    @Test func `news do not outlast the total`() throws {
        var watch = CallWatch(limits: Self.limits)
        for second in 1...14 {
            try watch.received(1, at: .seconds(second))
            watch.gotNews(at: .seconds(second))
        }
        #expect(watch.verdict(at: .seconds(14)) == .lookAgain(at: .seconds(15)))
        #expect(watch.verdict(at: .seconds(15)) == .reached(.total(.seconds(15))))
    }

    @Test func `an answer may not be longer than its limit`() throws {
        var watch = CallWatch(limits: Self.limits)
        try watch.received(100, at: .zero)
        #expect(throws: ReachedLimit.bytes(100)) { try watch.received(1, at: .zero) }
    }

    /// What the server says while time passes, and which limit that runs into.
    static let slowness: [(chunk: String, step: Duration, limit: ReachedLimit)] = [
        (": ping\n\n", .seconds(150), .heartbeatsOnly(.seconds(600))),
        (MessageSentOnceTests.reply, .seconds(150), .total(.seconds(900))),
        (MessageSentOnceTests.reply, .seconds(180), .idle(.seconds(180))),
    ]

    @Test(.timeLimit(.minutes(5)), arguments: slowness)
    func `a message that runs into a limit is uncertain`(
        _ slowness: (chunk: String, step: Duration, limit: ReachedLimit)
    ) async throws {
        let clock = ManualClock()
        let (heard, hear) = AsyncStream.makeStream(of: Void.self)
        let listening = SharedIterator(heard)
        try await ScriptedServer.with { connection in
            try await connection.request()
            try await connection.beginStream()
            while true {
                try await connection.chunk(slowness.chunk)
                await listening.next()
            }
        } _: { server in
            try await withClient(of: server, time: MonotonicTime(clock)) { client in
                let end = await client.send("hello", to: Sample.session) { _ in
                    clock.advance(by: slowness.step)
                    hear.yield()
                }
                hear.finish()
                guard case .uncertain(let failure, _) = end else {
                    Issue.record("\(end)")
                    return
                }
                #expect(failure.kind == .unwell(.tooSlow(slowness.limit)))
            }
            #expect(server.requests.count == 1)
        }
    }
}

/// Lets one server script after another wait for the same signals.
private actor SharedIterator {
    private var iterator: AsyncStream<Void>.Iterator

    init(_ stream: AsyncStream<Void>) { iterator = stream.makeAsyncIterator() }

    func next() async {
        var taken = iterator
        await taken.next(isolation: self)
        iterator = taken
    }
}
