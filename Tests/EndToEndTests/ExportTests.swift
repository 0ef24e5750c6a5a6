// An export is accepted once under an id of its own, whatever becomes of its answer, its render or the daemon
// (PROTOCOL 4 and 10). The backend counts.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ExportTests {
    private static let settings = ["timing.breaker": "60ms"]

    // MARK: Lost answers

    @Test(arguments: UnwellBackendTests.Trouble.after.dropLast())
    func `an export that arrived is asked for and not sent again, though its answer was lost`(
        trouble: UnwellBackendTests.Trouble
    ) async throws {
        let share = try await job(.export, .first(1), trouble.effect)
        let tally = share.backend.tally
        #expect(tally.requests(.export).count == 1, "\(tally.account)")
        #expect(Set(tally.requests(.renderStatus).map(\.render)).count == 1)
    }

    @Test(arguments: UnwellBackendTests.Trouble.before)
    func `an export that did not arrive is asked for first, then sent again under the same id`(
        trouble: UnwellBackendTests.Trouble
    ) async throws {
        let share = try await job(.export, .first(1), trouble.effect)
        let tally = share.backend.tally
        let exports = tally.requests(.export)
        #expect(exports.count == 2, "\(tally.account)")
        #expect(Set(exports.compactMap(\.render)).count == 1)
        let between = tally.requests(.renderStatus).filter {
            $0.number > exports[0].number && $0.number < exports[exports.count - 1].number
        }
        #expect(between.map(\.render) == [exports.last?.render], "\(tally.account)")
    }

    @Test(arguments: [
        UnwellBackendTests.Trouble(name: "duplicate", effect: .duplicate),
        UnwellBackendTests.Trouble(
            name: "HTTP 409",
            effect: .answer(.envelope(code: 409, message: "render exists", status: 409), worked: true)),
        UnwellBackendTests.Trouble(
            name: "HTTP 409 without an envelope",
            effect: .answer(.json("{\"detail\":\"conflict\"}", status: 409), worked: true)),
        UnwellBackendTests.Trouble(
            name: "HTTP 400 that says so",
            effect: .answer(.json("{\"error\":\"id already exists\"}", status: 400), worked: true)),
        UnwellBackendTests.Trouble(
            name: "no envelope", effect: .answer(.json("{\"status\":\"queued\"}"), worked: true)),
        UnwellBackendTests.Trouble(
            name: "HTTP 202", effect: .answer(.envelope(status: 202), worked: true)),
    ])
    func `what says that the export is there is a success`(trouble: UnwellBackendTests.Trouble) async throws {
        let share = try await job(.export, .first(1), trouble.effect)
        #expect(share.backend.tally.requests(.export).count == 1)
    }

    // MARK: Renders

    @Test func `a render that failed is made once more under a new id`() async throws {
        let share = try await job(.export, .first(1), .render(.fails(reason: "out of memory")), exports: 2)
        #expect(share.text(of: "outbox/clip.log").contains("The render failed (out of memory). Trying once more."))
        #expect(share.render(of: "outbox/clip.mp4") == share.backend.tally.exports.last?.id)
    }

    @Test func `a render that failed twice fails with the server's reason, and is made again when brought back`()
        async throws
    {
        let share = try await CountedShare()
        share.backend.faults.on(.export, .first(2), .render(.fails(reason: "codec <x> missing")))
        let daemon = try await share.watching(Self.settings)
        try share.drop(prompt: "extend to 2 seconds")
        try await share.givesBack(from: daemon)
        let log = share.text(of: "failed/clip.log")
        #expect(log.hasPrefix("The video service could not render the result: codec <x> missing"), "\(log)")
        #expect(share.backend.tally.exports.count == 2)
        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        share.isDoneOnce(exports: 3)
        #expect(share.backend.tally.uploads.count == 1)
    }

    @Test func `a render that is never done fails in time, and bringing it back asks for the same one`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.export, .render(.stuck))
        let daemon = try await share.watching(["timing.render_limit": "300ms"])
        try share.drop(prompt: "extend to 2 seconds")
        try await share.givesBack(from: daemon)
        #expect(share.text(of: "failed/clip.log").hasPrefix("The render was not done in time."))
        let polls = share.backend.tally.received(.renderStatus)
        for name in ["clip.prompt.txt", "clip.mp4"] {
            try FileManager.default.moveItem(atPath: share.path("failed/\(name)"), toPath: share.path("inbox/\(name)"))
        }
        try await share.backend.saw("it is asked for again") { $0.received(.renderStatus) > polls }
        try await share.givesBack(from: daemon)
        let tally = share.backend.tally
        #expect(tally.exports.count == 1)
        #expect(Set(tally.requests(.renderStatus).map(\.render)).count == 1, "\(tally.account)")
        #expect(tally.acceptedMessages() == 1)
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    @Test func `a render that the backend has forgotten is submitted again under a new id`() async throws {
        let share = try await job(.export, .first(1), .render(.forgotten), exports: 2)
        #expect(share.text(of: "outbox/clip.log").contains("no longer knows the render"))
        #expect(share.render(of: "outbox/clip.mp4") == share.backend.tally.exports.last?.id)
    }

    @Test func `renders that are all forgotten in mid-poll are submitted again under new ids`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.export, .first(3), .render(.stuck))
        let daemon = try await share.watching(Self.settings)
        let stems = ["a", "b", "c"]
        try share.drop(stems)
        try await share.backend.saw("all are asked for") { Set($0.requests(.renderStatus).map(\.render)).count == 3 }
        share.backend.forgetRenders()
        try await share.delivers(stems, from: daemon)
        share.isDoneOnce(stems, exports: 6)
    }

    @Test(arguments: [
        "{\"data\":{\"status\":\"processing\",\"progress\":40}}", "{\"code\":0,\"data\":{\"status\":\"PENDING\"}}",
        "{\"status\":\"rendering\",\"progress\":\"12%\"}", "{\"status\":\"processing\",\"progress\":null,\"x\":[{}]}",
    ])
    func `a status of another form means that the render goes on`(text: String) async throws {
        let share = try await job(.renderStatus, .first(2), .answer(.json(text), worked: false))
        #expect(share.backend.tally.requests(.export).count == 1)
    }

    // MARK: Restarts

    @Test(arguments: [SIGTERM, SIGKILL])
    func `a restart in mid-poll asks for the same render`(signal: Int32) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.export, .render(.completesAfter(polls: 60)))
        let first = try await share.watching(["timing.drain": "0s"])
        let stems = ["a", "b", "c"]
        try share.drop(stems)
        try await share.backend.saw("all are asked for") { Set($0.requests(.renderStatus).map(\.render)).count == 3 }
        try await first.send(signal)
        _ = try await first.ending()
        #expect(stems.allSatisfy { !share.exists("outbox/\($0).mp4") })
        let second = try await share.watching(Self.settings)
        try await share.delivers(stems, from: second)
        share.isDoneOnce(stems, exports: 3)
        #expect(share.backend.tally.requests(.export).count == 3)
        #expect(Set(share.backend.tally.requests(.renderStatus).map(\.render)).count == 3)
    }

    @Test func `the ids of exports are unique over jobs, restarts and states`() async throws {
        let share = try await CountedShare { $0.tokensPerClient = 10 }
        for round in 1...3 {
            // The third time the daemon remembers nothing.
            let state = share.folder.appending(round == 3 ? "other state" : "state")
            let daemon = share.daemon(state: state)
            try await daemon.wrote("under watch")
            for stem in ["a", "b"] { try share.drop("\(stem)\(round)", prompt: "one\n---\nexport\n---\ntwo") }
            for stem in ["a", "b"] {
                try await share.waits(for: "outbox/\(stem)\(round).take2.mp4", from: daemon)
            }
            try await share.isWorkedOff(by: daemon)
            try await daemon.send(round == 1 ? SIGTERM : SIGKILL)
            _ = try await daemon.ending()
        }
        let tally = share.backend.tally
        #expect(tally.exports.count == 12)
        #expect(Set(tally.exports.map(\.id)).count == 12, "\(tally.account)")
        #expect(tally.exports.allSatisfy { $0.id.hasPrefix("render_") })
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    // MARK: Means

    /// A job that is delivered although something happens to a call of it.
    private func job(
        _ call: CallKind, _ occurrence: Occurrence, _ effect: Effect, exports: Int = 1
    ) async throws -> CountedShare {
        let share = try await CountedShare()
        let rule = share.backend.faults.on(call, occurrence, effect)
        let daemon = try await share.watching(Self.settings)
        try share.drop(prompt: "extend to 2 seconds")
        try await share.delivers(from: daemon)
        share.isDoneOnce(exports: exports)
        #expect(share.backend.faults.hits(of: rule) >= 1)
        #expect(share.backend.tally.uploads.count == 1)
        return share
    }
}
