// What an answer to a message says of it, wherever the answer is cut into pieces.

import JobModel
import NIOHTTP1
import Testing

@testable import NemoAPI

struct MessageReceptionTests {
    enum Ending: Sendable { case ended, refused, uncertain, notSent }

    private static let classification = Classification(call: .message, now: Sample.now, redaction: Redaction())
    private static let cut = ExchangeBreak(reason: .broken("cut"), mayHaveReachedServer: true)

    private func ending(_ end: MessageEnd) -> Ending {
        switch end {
        case .ended: .ended
        case .refused: .refused
        case .uncertain: .uncertain
        case .notSent: .notSent
        }
    }

    static let answers: [(type: String, body: String, ending: Ending)] = [
        ("text/event-stream", "\u{FEFF}\r\n\r\ndata: {\"content\":{\"parts\":[{\"text\":\"é🎬\"}]}}\r\n\r\n", .ended),
        ("text/event-stream; charset=utf-8", ": ping\n\n", .ended),
        ("", "data: {}\n\n", .ended),
        ("text/event-stream", "data: {}\n\ndata: {", .uncertain),
        ("text/event-stream", "data: {\"error\":\"x\"}\n\n", .uncertain),
        ("text/event-stream", "\n\n", .uncertain),
        ("text/event-stream", " {\"code\":2001}", .refused),
        ("application/json", "{\"code\":1002}", .refused),
        ("application/json", "{\"code\":0}", .uncertain),
        ("application/json", "data: {}\n\n", .uncertain),
        ("text/event-stream", "<html>hello</html>", .uncertain),
        ("video/mp4", "x", .uncertain),
    ]

    @Test(arguments: answers)
    func `an answer means the same wherever it is cut`(_ answer: (type: String, body: String, ending: Ending)) throws {
        let bytes = Array(answer.body.utf8)
        for cut in 0...bytes.count {
            var reception = MessageReception()
            reception.takeHead(status: 200, headers: answer.type.isEmpty ? [:] : ["Content-Type": answer.type])
            _ = try reception.take(bytes[..<cut])
            _ = try reception.take(bytes[cut...])
            #expect(
                ending(reception.end(nil, classification: Self.classification).end) == answer.ending, "cut at \(cut)")
        }
    }

    @Test func `a stream that breaks is uncertain wherever that happens, and what came is kept`() throws {
        let bytes = Array("data: {\"content\":{\"parts\":[{\"text\":\"Done.\"}]}}\n\n".utf8)
        for count in 0...bytes.count {
            var reception = MessageReception()
            reception.takeHead(status: 200, headers: ["Content-Type": "text/event-stream"])
            _ = try reception.take(bytes[..<count])
            guard
                case .uncertain(let failure, let transcript) = reception.end(
                    Self.cut, classification: Self.classification
                ).end
            else {
                Issue.record("certain after \(count) bytes")
                continue
            }
            #expect(failure.kind == .unwell(.broken))
            #expect(transcript.reply == (count == bytes.count ? "Done." : ""))
        }
    }

    @Test(arguments: [(true, Ending.uncertain), (false, .notSent)])
    func `without an answer it counts whether anything left`(_ mayHaveReached: Bool, _ ending: Ending) {
        var reception = MessageReception()
        let interruption = ExchangeBreak(reason: .cancelled, mayHaveReachedServer: mayHaveReached)
        #expect(self.ending(reception.end(interruption, classification: Self.classification).end) == ending)
    }

    @Test func `a refusal whose body is cut is still a refusal by its status, and by nothing less`() throws {
        for (status, ending) in [(404, Ending.refused), (200, .uncertain), (500, .uncertain)] {
            var reception = MessageReception()
            reception.takeHead(status: status, headers: ["Content-Type": "application/json"])
            _ = try reception.take(Array("{\"code\":".utf8))
            #expect(self.ending(reception.end(Self.cut, classification: Self.classification).end) == ending)
        }
    }
}
