// A second daemon is started in the middle of a job, as a service manager and an impatient person do: it ends at once,
// and the first goes on undisturbed.

import CountingBackend
import EndToEndSupport
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SecondDaemonTests {
    private static let quick = ["timing.settle": "100ms"]

    /// What the second shares with the first.
    enum Overlap: String, CaseIterable, Sendable {
        case both, root, state
    }

    @Test(arguments: Overlap.allCases, [HeldCall(.upload, worked: true), HeldCall(.message, worked: true)])
    func `a second daemon in mid-job ends with 78, and the job goes on in the first`(overlap: Overlap, held: HeldCall)
        async throws
    {
        let share = try await CountedShare()
        let gate = share.hold(held)
        let first = share.daemon(Self.quick)
        try await first.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await share.stands(at: held, from: first)
        let asked = share.backend.tally.exchanges.count

        let other = share.folder.appending("other")
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
        for _ in 1...3 {
            let second = share.daemon(
                Self.quick, root: overlap == .state ? other : nil,
                state: overlap == .root ? share.folder.appending("other-state") : nil)
            #expect(try await second.ending() == .exited(78), "\(second.output)")
            #expect(second.output.contains("is in use by longtake"), "\(second.output)")
        }
        #expect(share.backend.tally.exchanges.count == asked, "\(share.backend.tally.account)")
        gate.open()
        try await share.isDoneWhole(by: first)
        #expect(share.backend.tally.sessions.count == 1 && share.backend.tally.uploads.count == 1)
    }

    @Test func `a second daemon while a stream runs leaves the stream alone`() async throws {
        let share = try await CountedShare()
        let gate = Gate()
        share.backend.faults.on(
            .message, .stream([.call("extend_video"), .edit, .hold(gate), .text("I extended the video.")]))
        let first = share.daemon(Self.quick)
        try await first.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await first.wrote("the backend runs extend_video")
        let second = share.daemon(Self.quick)
        #expect(try await second.ending() == .exited(78), "\(second.output)")
        gate.open()
        try await share.isDoneWhole(by: first)
        #expect(share.backend.tally.sessions.count == 1 && share.backend.tally.uploads.count == 1)
        #expect(share.text(of: "outbox/clip.log").contains("I extended the video."))
        #expect(!share.text(of: "outbox/clip.log").contains("connection broke"))
    }

    @Test func `whoever of many daemons comes first does the job, once`() async throws {
        let share = try await CountedShare()
        try share.drop(prompt: "extend it")
        let daemons = (1...6).map { _ in share.daemon(Self.quick) }
        try await eventually("all but one have ended", seen: { daemons.map(\.output).joined(separator: "\n--\n") }) {
            daemons.count { $0.output.contains("is in use by longtake") } == daemons.count - 1
        }
        let first = try #require(daemons.first { !$0.output.contains("is in use by longtake") })
        for daemon in daemons where daemon !== first { #expect(try await daemon.ending() == .exited(78)) }
        try await share.isDoneWhole(by: first)
        #expect(share.backend.tally.sessions.count == 1 && share.backend.tally.uploads.count == 1)
    }
}
