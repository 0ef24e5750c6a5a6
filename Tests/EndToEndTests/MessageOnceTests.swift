// A message whose answer is lost is never sent twice: the timeline tells what became of it, or a person decides
// (PROTOCOL 6). The backend counts.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct MessageOnceTests {
    // MARK: Lost answers

    /// A way for the answer to a message to be lost, and whether the edit was made all the same.
    struct LostAnswer: Sendable, CustomTestStringConvertible {
        let name: String
        let effect: Effect
        let isEdited: Bool
        var settings: [String: String] = [:]
        var testDescription: String { name }

        private static func eachWay(
            _ name: String, settings: [String: String] = [:], _ effect: (Bool) -> Effect
        ) -> [LostAnswer] {
            [false, true].map { isEdited in
                LostAnswer(
                    name: "\(name), \(isEdited ? "edit made" : "no edit")", effect: effect(isEdited),
                    isEdited: isEdited, settings: settings)
            }
        }

        static let broken =
            [
                LostAnswer(name: "reset before the body was read", effect: .reset(at: .head), isEdited: false),
                LostAnswer(name: "reset within the request", effect: .reset(at: .requestBytes(400)), isEdited: false),
                LostAnswer(name: "reset once it was read", effect: .reset(at: .read), isEdited: false),
                LostAnswer(name: "closed once it was read", effect: .close(at: .read), isEdited: false),
                LostAnswer(name: "reset once the edit was made", effect: .reset(at: .worked), isEdited: true),
                LostAnswer(name: "closed once the edit was made", effect: .close(at: .worked), isEdited: true),
                LostAnswer(
                    name: "reset within the answer's head", effect: .reset(at: .answerBytes(20)), isEdited: false),
                LostAnswer(
                    name: "cut, the edit made later", effect: .cutStream(after: 2, edit: .later), isEdited: true,
                    settings: ["timing.recheck_next": "300ms"]),
            ]
            + eachWay("cut by a reset") { .cutStream(after: 3, edit: $0 ? .before : .never) }
            + eachWay("cut by a close") { .cutStream(after: 3, edit: $0 ? .before : .never, by: .close) }

        static let slow =
            eachWay("longer than any message may take", settings: ["timing.message_limit": "400ms"]) {
                .endlessStream(edit: $0 ? .before : .never)
            }
            + eachWay("heartbeats only", settings: ["timing.heartbeat_limit": "400ms"]) {
                .onlyHeartbeats(edit: $0 ? .before : .never)
            }
            + eachWay("silence within the stream", settings: ["timing.idle_limit": "400ms"]) {
                .silence(edit: $0 ? .before : .never)
            }
            + eachWay("silence instead of a stream", settings: ["timing.idle_limit": "400ms"]) {
                .hang(at: $0 ? .worked : .read)
            }

        static let reported =
            eachWay("errorCode") { .streamErrorCode(edit: $0 ? .before : .never) }
            + [
                LostAnswer(
                    name: "errorCode, the edit made later", effect: .streamErrorCode(edit: .later), isEdited: true,
                    settings: ["timing.recheck_next": "300ms"])
            ]
            + eachWay("error") { .streamError(edit: $0 ? .before : .never) }

        static let otherAnswers =
            eachWay("HTTP 500") { .status(500, worked: $0) }
            + eachWay("HTTP 503") { .status(503, worked: $0) }
            + eachWay("a proxy's page, HTTP 502") { .html(502, worked: $0) }
            + eachWay("a page, HTTP 200") { .html(200, worked: $0) }
            + eachWay("an empty answer") { .empty(200, worked: $0) }
            + eachWay("a redirect") { .redirect(to: "https://example.com/", worked: $0) }
            + eachWay("a redirect to keep the method") {
                .redirect(to: "https://example.com/", status: 307, worked: $0)
            }
            + eachWay("not HTTP") { .notHTTP(worked: $0) }
            + eachWay("broken JSON") { .brokenJSON(worked: $0) }
            + eachWay("JSON of no known form") { .strangeJSON(worked: $0) }
            + eachWay("an envelope of success, which is no stream") { .answer(.envelope(), worked: $0) }
            + eachWay("a Content-Length beyond all measure") { .hugeLength(worked: $0) }

        static let all = broken + slow + reported + otherAnswers
    }

    @Test(arguments: LostAnswer.all)
    func `a message whose answer is lost is not sent again, and the timeline tells what became of it`(
        lost: LostAnswer
    ) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.message, .first(1), lost.effect)
        let daemon = share.daemon(lost.settings)
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        if lost.isEdited {
            try await share.delivers(from: daemon)
            #expect(share.backend.tally.exports.map(\.draft) == [.latest])
            #expect(share.names(in: "failed").isEmpty)
        } else {
            try await share.givesBack(from: daemon)
            let log = share.text(of: "failed/clip.log")
            #expect(log.hasPrefix("It is uncertain whether the edit was made"), "\(log)")
            #expect(log.contains("may have been charged"), "\(log)")
            #expect(share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
            #expect(share.names(in: "outbox").isEmpty)
            #expect(share.backend.tally.requests(.export).isEmpty)
        }
        let tally = share.backend.tally
        #expect(tally.requests(.message).count == 1)
        #expect(tally.acceptedMessages() == (lost.isEdited ? 1 : 0))
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }

    /// What an editor reads about an answer that is lost.
    @Test(arguments: [
        ("cut by a reset, no edit", "The connection to the video service broke"),
        ("longer than any message may take, edit made", "The video service was not done after 400 ms"),
        ("heartbeats only, edit made", "The video service gave nothing but signs of life for 400 ms"),
        ("silence within the stream, no edit", "The video service was silent for 400 ms"),
        ("errorCode, edit made", "MODEL_OVERLOADED while sending the message: the model is overloaded. Looking"),
        ("error, no edit", "The video service reported a failure while sending the message: internal error. Looking"),
        ("HTTP 503, edit made", "The video service had a problem of its own (HTTP 503)"),
        ("a page, HTTP 200, no edit", "A web page came in place of the video service's answer"),
    ])
    func `the log says how the answer was lost, and that it is looked for`(name: String, sentence: String) async throws
    {
        let lost = try #require(LostAnswer.all.first { $0.name == name })
        let share = try await CountedShare()
        share.backend.faults.on(.message, .first(1), lost.effect)
        let daemon = share.daemon(lost.settings)
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        if lost.isEdited { try await share.delivers(from: daemon) } else { try await share.givesBack(from: daemon) }
        let log = share.text(of: lost.isEdited ? "outbox/clip.log" : "failed/clip.log")
        #expect(log.contains(sentence), "\(log)")
        #expect(log.components(separatedBy: "Looking whether the edit was made; it is not asked for twice.").count == 2)
        #expect(log.contains("The edit was made.") == lost.isEdited, "\(log)")
        #expect(log.components(separatedBy: "Asked: ").count == 2, "\(log)")
    }

    @Test(arguments: [false, true])
    func `in a later step the timeline is compared with what it was before that step`(isEdited: Bool) async throws {
        let share = try await CountedShare()
        share.backend.faults.on(.message, .only(2), .reset(at: isEdited ? .worked : .read))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "one\n---\ntwo\n---\nthree")
        if !isEdited {
            try await share.givesBack(from: daemon)
            #expect(share.text(of: "failed/clip.log").hasPrefix("It is uncertain whether the edit was made"))
            #expect(share.backend.tally.messages.map(\.text) == ["one", "two"])
            try await share.dragBack(daemon: daemon)
        }
        try await share.delivers(from: daemon)
        let tally = share.backend.tally
        #expect(tally.messages.map(\.text) == (isEdited ? ["one", "two", "three"] : ["one", "two", "two", "three"]))
        #expect(tally.messages.filter(\.isAccepted).map(\.text) == ["one", "two", "three"])
        #expect(tally.uploads.count == 1)
        #expect(tally.exports.map(\.draft) == [.latest])
        #expect(tally.violations(except: isEdited ? [] : [.messageRepeated]).isEmpty, "\(tally.account)")
    }

    @Test func `a connection that is reset before anything was read costs no second message`() async throws {
        let share = try await CountedShare()
        let gate = Gate()
        // Before the upload, and before the message.
        share.backend.faults.on(.state, .only(2), .hold(gate, at: .worked))
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.backend.saw("the timeline is read") { $0.received(.state) == 2 }
        share.backend.faults.on(.connection, .first(1), .reset(at: .head))
        gate.open()
        // Whether the request had left when the connection broke is a matter of luck.
        try await eventually("the job is over", seen: { share.account(of: daemon) }) {
            share.exists("outbox/clip.mp4") || share.text(of: "failed/clip.log").hasPrefix("It is uncertain")
        }
        try await share.isWorkedOff(by: daemon)
        let tally = share.backend.tally
        #expect(tally.requests(.message).count == (share.exists("outbox/clip.mp4") ? 1 : 0))
        #expect(tally.uploads.count == 1)
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }
}
