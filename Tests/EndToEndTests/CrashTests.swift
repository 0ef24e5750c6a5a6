// kill -9 in each step, once: the job goes on at the next start, and nothing is asked for or delivered twice.

import EndToEndSupport
import Foundation
import LocalBackend
import Subprocess
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct CrashTests {
    /// A step that can be held up at the backend, and how.
    struct HeldStep: Sendable, CustomTestStringConvertible {
        let name: String
        let call: BackendCall
        let effect: Fault.Effect
        /// What the backend's sessions hold when its work is done; `nil` where the call's arrival is enough.
        var trace: String?
        var testDescription: String { name }

        static let all = [
            HeldStep(name: "opening a session", call: .createSession, effect: .hang(worked: true)),
            HeldStep(name: "uploading, not arrived", call: .upload, effect: .hang(worked: false)),
            HeldStep(name: "uploading, arrived", call: .upload, effect: .hang(worked: true), trace: "clip.mp4"),
            HeldStep(name: "a message, edit made", call: .message, effect: .hang(worked: true)),
            HeldStep(name: "submitting an export, not arrived", call: .export, effect: .hang(worked: false)),
            HeldStep(name: "submitting an export, arrived", call: .export, effect: .hang(worked: true)),
            HeldStep(name: "polling", call: .renderStatus, effect: .hang(worked: true)),
            HeldStep(name: "downloading", call: .download, effect: .hang(worked: true)),
        ]
    }

    @Test(arguments: HeldStep.all)
    func `a kill while the backend is busy costs time and nothing else`(step: HeldStep) async throws {
        let share = try await LocalShare()
        try await dropSmallClip(share)
        share.backend.faults.set([Fault(step.call, .first(count: 1), step.effect)])
        let first = share.daemon()
        try await eventually("the call arrives", seen: { first.output }) {
            share.backend.faults.counts.received(step.call) > 0
                && step.trace.map { share.backendSessions.contains($0) } ?? true
        }
        try await first.killAtOnce()
        try await finishes(share)
        #expect(share.backend.faults.counts.acceptedMessages == 1)
    }

    @Test func `a kill while a message may or may not have arrived ends as uncertain, with nothing sent again`()
        async throws
    {
        let share = try await LocalShare()
        try await dropSmallClip(share)
        share.backend.faults.set([Fault(.message, .every, .hang(worked: false))])
        let first = share.daemon()
        try await eventually("the message arrives", seen: { first.output }) {
            share.backend.faults.counts.received(.message) > 0
        }
        try await first.killAtOnce()
        let second = share.daemon()
        try await share.waits(for: "failed/clip.log", from: second)
        try await share.isWorkedOff(by: second)
        #expect(share.text(of: "failed/clip.log").hasPrefix("It is uncertain whether the edit was made"))
        #expect(share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
        #expect(share.backend.faults.counts.received(.message) == 1)
    }

    /// A rename in the life of a job, by what strace is told to look for. strace counts by thread; the files of one
    /// drop are renamed by one thread, one after the other.
    struct Rename: Sendable, CustomTestStringConvertible {
        let name: String
        let filter: [String]
        var number = 1
        /// Whether the drop is claimed by a daemon before, which is killed while the backend renders.
        var isClaimed = false
        var testDescription: String { name }

        static let all = [
            Rename(name: "claiming the first file", filter: []),
            Rename(name: "claiming the second file", filter: [], number: 2),
            Rename(name: "delivering", filter: ["-P", "result.mp4"], isClaimed: true),
            Rename(name: "archiving", filter: ["-P", "clip.prompt.txt"], isClaimed: true),
        ]
    }

    @Test(arguments: Rename.all)
    func `a kill at a rename is finished or undone at the next start`(rename: Rename) async throws {
        let share = try await LocalShare()
        try await dropSmallClip(share)
        if rename.isClaimed {
            share.backend.faults.set([Fault(.renderStatus, .every, .hang(worked: false))])
            let before = share.daemon()
            try await eventually("the render is polled", seen: { before.output }) {
                share.backend.faults.counts.received(.renderStatus) > 0
            }
            try await before.killAtOnce()
            share.backend.faults.set([])
        }
        let killed = share.daemon(
            wrapper: ["strace", "-f", "-qq", "-o", "/dev/null"] + rename.filter + [
                "-e", "trace=renameat2", "-e", "inject=renameat2:signal=SIGKILL:when=\(rename.number)",
            ])
        let ending = try await killed.ending()
        #expect(ending != .exited(0), "\(killed.output)")
        try await finishes(share)
        #expect(share.backend.faults.counts.acceptedMessages == 1)
    }

    @Test func `SIGTERM lets the daemon end well, and the job goes on at the next start`() async throws {
        let share = try await LocalShare()
        try await dropSmallClip(share)
        share.backend.faults.set([Fault(.renderStatus, .every, .delay(milliseconds: 3_600_000))])
        let first = share.daemon()
        try await eventually("the render is polled", seen: { first.output }) {
            share.backend.faults.counts.received(.renderStatus) > 0
        }
        try await first.send(SIGTERM)
        #expect(try await first.ending() == .exited(0), "\(first.output)")
        share.backend.faults.set([])
        try await finishes(share)
        #expect(share.backend.faults.counts.acceptedMessages == 1)
    }

    @Test(arguments: [BackendCall.anonymousToken, .createSession, .upload, .message, .state])
    func `SIGTERM ends the daemon within the drain while the backend is silent`(call: BackendCall) async throws {
        let share = try await LocalShare()
        try await dropSmallClip(share)
        share.backend.faults.set([Fault(call, .every, .hang(worked: false))])
        let daemon = share.daemon(["timing.drain": "200ms"])
        try await eventually("the call arrives", seen: { daemon.output }) {
            share.backend.faults.counts.received(call) > 0
        }
        try await daemon.send(SIGTERM)
        let begun = ContinuousClock.now
        #expect(try await daemon.ending() == .exited(0), "\(daemon.output)")
        // Far below the shortest limit of any call, and far above what a busy machine needs.
        #expect(ContinuousClock.now - begun < .seconds(15))
    }

    private func dropSmallClip(_ share: LocalShare) async throws {
        let clip = try await share.smallClip()
        try share.drop(clip: clip, as: "clip.mp4")
        try share.drop(prompt: "extend to 2 seconds", as: "clip.prompt.txt")
    }

    /// Starts the daemon anew and waits until the job is wholly done: one result, both originals archived, nothing left.
    private func finishes(_ share: LocalShare) async throws {
        let daemon = share.daemon()
        try await share.waits(for: "outbox/clip.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.names(in: "outbox") == ["clip.log", "clip.mp4"])
        #expect(share.names(in: "failed").isEmpty)
        #expect(share.names(in: "inbox").isEmpty)
        let day = share.names(in: "archive").first ?? ""
        #expect(share.names(in: "archive/\(day)") == ["clip.mp4", "clip.prompt.txt"])
        #expect(abs(try await SmallClip.facts(of: share.path("outbox/clip.mp4")).seconds - 2) <= 1.0 / 24)
    }
}
