// A result is delivered whole or not at all, from wherever it can be had, and the host that keeps it learns nothing of
// us (PROTOCOL 10, FIELD-FACTS 3). Judged by the backend's own record and the bytes in the outbox.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct DownloadTests {
    private static let settings = ["timing.breaker": "60ms"]

    // MARK: Going on

    @Test(arguments: [CallKind.download, .fallbackDownload], [1, 3])
    func `a download that is cut goes on where it was, and no byte comes twice`(call: CallKind, cuts: Int) async throws
    {
        let share = try await CountedShare()
        if call == .fallbackDownload { share.backend.faults.on(.export, .render(.withoutURL)) }
        share.backend.faults.on(call, .first(cuts), .reset(at: .answerBytes(2000)))
        try await deliver(on: share)
        let downloads = share.backend.tally.downloads
        #expect(downloads.count == cuts + 1, "\(share.backend.tally.account)")
        #expect(downloads.first?.offset == 0)
        for (one, next) in zip(downloads, downloads.dropFirst()) {
            #expect(next.offset > one.offset, "\(downloads)")
            #expect(next.offset + next.bytes == one.offset + one.bytes, "\(downloads)")
        }
        #expect(downloads.allSatisfy { $0.isFallback == (call == .fallbackDownload) })
    }

    @Test(arguments: [CallKind.download, .fallbackDownload], [FileFault.rangeIgnored, .rangeShifted(by: 10)])
    func `a server that does not go on where it was asked to spoils nothing`(call: CallKind, fault: FileFault)
        async throws
    {
        let share = try await CountedShare()
        if call == .fallbackDownload { share.backend.faults.on(.export, .render(.withoutURL)) }
        share.backend.faults.on(call, .only(1), .reset(at: .answerBytes(2000)))
        share.backend.faults.on(call, .only(2), .file(fault))
        try await deliver(on: share)
        #expect(share.backend.tally.downloads.contains { $0.offset > 0 })
    }

    @Test func `a server without ranges sends all of it again`() async throws {
        let share = try await CountedShare { $0.servesRanges = false }
        share.backend.faults.on(.download, .first(2), .reset(at: .answerBytes(2000)))
        try await deliver(on: share)
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func `a download that a restart cuts is not begun anew`(signal: Int32) async throws {
        let share = try await CountedShare()
        let gate = Gate()
        share.backend.faults.on(.download, .first(1), .hold(gate, at: .answerBytes(4000)))
        let first = try await share.watching(["timing.drain": "0s"])
        try share.drop(prompt: "extend to 2 seconds")
        try await share.backend.saw("the download is under way") { $0.received(.download) == 1 }
        try await first.send(signal)
        _ = try await first.ending()
        gate.open()
        let second = try await share.watching(Self.settings)
        try await share.delivers(from: second)
        share.isDoneOnce()
        #expect(share.backend.tally.requests(.export).count == 1)
    }

    // MARK: What is no result

    /// A way for a download to be something else than the result.
    struct Spoiling: Sendable, CustomTestStringConvertible {
        let name: String
        let effect: Effect
        /// Whether all of the result comes, so that nothing more has to be fetched.
        var isWhole = false
        var testDescription: String { name }

        static let all = [
            Spoiling(name: "short", effect: .file(.truncated(to: 3000))),
            Spoiling(name: "a few bytes", effect: .file(.truncated(to: 10))),
            Spoiling(name: "garbage", effect: .file(.corrupt(from: 0))),
            Spoiling(name: "garbage after its begin", effect: .file(.corrupt(from: 40))),
            Spoiling(name: "a page", effect: .html(200)),
            Spoiling(
                name: "a page that says it is a video",
                effect: .answer(Answer(type: "video/mp4", text: "<!DOCTYPE html><html>hello</html>"), worked: false)),
            Spoiling(name: "nothing", effect: .empty(200)),
            Spoiling(name: "JSON", effect: .refuse(5000, "no")),
            Spoiling(name: "HTTP 403", effect: .status(403)),
            Spoiling(name: "HTTP 404", effect: .status(404)),
            Spoiling(name: "HTTP 500", effect: .status(500)),
            Spoiling(name: "HTTP 503, a page", effect: .html(503)),
            Spoiling(name: "HTTP 204", effect: .empty(204)),
            Spoiling(name: "not HTTP", effect: .notHTTP()),
            Spoiling(name: "reset at its head", effect: .reset(at: .head)),
            Spoiling(name: "a Content-Length too large", effect: .lengthOff(by: 500), isWhole: true),
            Spoiling(name: "a Content-Length too small", effect: .lengthOff(by: -500)),
            Spoiling(name: "a Content-Length beyond all measure", effect: .hugeLength()),
            Spoiling(
                name: "a playlist",
                effect: .answer(
                    Answer(type: "video/mp4", text: "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"), worked: false)),
            Spoiling(name: "a redirect to another host", effect: .redirect(to: "http://example.com/x.mp4")),
            Spoiling(name: "a redirect to a file", effect: .redirect(to: "file:///etc/passwd")),
            Spoiling(name: "a redirect to nowhere", effect: .redirect(to: "")),
        ]
    }

    @Test(arguments: Spoiling.all)
    func `what is no result, or not all of it, is thrown away and fetched once more`(spoiling: Spoiling) async throws {
        let share = try await CountedShare()
        let rule = share.backend.faults.on(.download, .first(1), spoiling.effect)
        try await deliver(on: share)
        #expect(share.backend.faults.hits(of: rule) == 1)
    }

    @Test(arguments: Spoiling.all.filter { !$0.isWhole })
    func `where the address never gives the result, the fallback does`(spoiling: Spoiling) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.download, spoiling.effect)
        try await deliver(on: share)
        let tally = share.backend.tally
        #expect(tally.received(.fallbackDownload) == 1, "\(tally.account)")
        #expect(tally.requests(.download).count <= 60, "\(tally.requests(.download).count) requests")
    }

    @Test(arguments: [Spoiling.all[0], Spoiling.all[2], Spoiling.all[4], Spoiling.all[9]])
    func `where nobody gives the result, none is delivered, and bringing the files back pays nothing`(
        spoiling: Spoiling
    ) async throws {
        let share = try await CountedShare()
        let rule = share.backend.faults.on([.download, .fallbackDownload], spoiling.effect)
        let daemon = try await share.watching(Self.settings)
        try share.drop(prompt: "extend to 2 seconds")
        try await share.givesBack(from: daemon)
        #expect(share.names(in: "outbox").isEmpty)
        #expect(share.text(of: "failed/clip.log").contains("nothing is paid again"))
        share.backend.faults.remove(rule)
        try await share.dragBack(daemon: daemon)
        try await share.delivers(from: daemon)
        share.isDoneOnce()
    }

    @Test(arguments: [
        Spoiling(name: "HTTP 503", effect: .status(503)), Spoiling(name: "HTTP 502, a page", effect: .html(502)),
        Spoiling(name: "reset", effect: .reset(at: .head)), Spoiling(name: "closed", effect: .close(at: .read)),
    ])
    func `while both addresses are unwell the job waits, and then goes on by itself`(spoiling: Spoiling) async throws {
        let share = try await CountedShare()
        let rule = share.backend.faults.on([.download, .fallbackDownload], .first(9), spoiling.effect)
        try await deliver(on: share)
        #expect(share.backend.faults.hits(of: rule) == 9)
    }

    // MARK: Addresses

    @Test(arguments: [
        "http://example.com/x.mp4", "http://10.0.0.1/x.mp4", "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd", "ftp://127.0.0.1/x.mp4", "javascript:alert(1)", "", "x", "http://", "//example.com/x.mp4",
        "http://user:secret@127.0.0.1/x.mp4", "https://127.0.0.1:9/x.mp4", "http://127.0.0.1.example.com/x.mp4",
    ])
    func `an address that may not be followed, or leads nowhere, is passed over for the fallback`(
        address: String
    ) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.export, .render(.url(address)))
        try await deliver(on: share)
        let tally = share.backend.tally
        #expect(tally.requests(.download).isEmpty)
        #expect(tally.received(.fallbackDownload) == 1, "\(tally.account)")
    }

    @Test func `without an address the fallback is used`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.export, .render(.withoutURL))
        try await deliver(on: share)
        #expect(share.backend.tally.downloads.map(\.isFallback) == [true])
    }

    @Test func `an address that leads to the backend itself is asked without a token, and then the fallback is used`()
        async throws
    {
        let share = try await CountedShare()
        share.backend.faults.on(.export, .render(.url("\(share.address)/api/credits/balance/simple?as=file")))
        let daemon = try await share.watching(Self.settings)
        try share.drop(prompt: "extend to 2 seconds")
        try await share.delivers(from: daemon)
        let tally = share.backend.tally
        let asked = tally.requests(.credits).filter { $0.target.contains("as=file") }
        #expect(!asked.isEmpty && asked.allSatisfy { $0.token == nil }, "\(tally.account)")
        #expect(tally.received(.fallbackDownload) == 1)
        share.isWhole("outbox/clip.mp4")
        #expect(tally.violations(except: [.authorization, .attribution]).isEmpty, "\(tally.account)")
    }

    @Test func `an address that goes round in circles is left`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(
            .download, .redirect(to: "\(share.backend.filesAddress)/renders/round.mp4?signature=x"))
        try await deliver(on: share)
        #expect(share.backend.tally.requests(.download).count <= 8)
    }

    @Test func `a redirect within the rules is followed, and nothing of ours goes with it`() async throws {
        let share = try await CountedShare()
        share.backend.faults.on(
            .download, .first(1), .redirect(to: "\(share.backend.filesAddress)/renders/other.mp4?signature=x"))
        try await deliver(on: share)
        #expect(share.backend.tally.requests(.download).contains { $0.target.contains("other.mp4") })
    }

    // MARK: Means

    /// A job that is delivered whole and by one message, whatever its download meets.
    private func deliver(on share: CountedShare) async throws {
        let daemon = try await share.watching(Self.settings)
        try share.drop(prompt: "extend to 2 seconds")
        try await share.delivers(from: daemon)
        share.isDoneOnce()
        share.keepsSecrets(from: daemon)
    }
}
