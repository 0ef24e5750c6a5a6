// Servers that never stop: what is kept of their answers has an end, and so has the time it takes.

import JobModel
import NIOHTTP1
import TestSupport
import Testing

@testable import NemoAPI

@Suite(.serialized, .timeLimit(.minutes(5)))
struct WireMemoryTests {
    /// Repeats a piece until so many bytes are sent or the reader has had enough.
    private func reception(of piece: String, bytes: Int, type: String) async -> MessageReception {
        var reception = MessageReception()
        reception.takeHead(status: 200, headers: ["Content-Type": type])
        let chunk = Array(String(repeating: piece, count: 16_384 / piece.utf8.count).utf8)
        for _ in 0..<(bytes / chunk.count) {
            guard !Task.isCancelled, (try? reception.take(chunk)) != nil else { break }
            await Task.yield()
        }
        return reception
    }

    private func isFreeToRepeat(_ reception: MessageReception) -> Bool {
        var reception = reception
        let classification = Classification(call: .message, now: Sample.now, redaction: Redaction())
        return reception.end(nil, classification: classification).end.isFreeToRepeat
    }

    @Test(arguments: [
        ("comments", ": x\n", "text/event-stream"), ("blank lines", "\r\n", "text/event-stream"),
        ("empty events", "data\n\n", ""),
        ("names and ids", "event: xxxxxxxxxxxxxxxxxxxxxxxxxx\nid: xxxxxxxxxxxxxxxxxxxxx\n", "text/event-stream"),
        ("an endless document", "{\"code\":[", "application/json"), ("an endless page", "<p>", ""),
    ])
    func `an answer that never ends is not kept`(_ name: String, _ piece: String, _ type: String) async {
        let reception = await reception(of: piece, bytes: 3_000_000, type: type)
        // All that it holds, whether it shows or not; a document's first million bytes are written as numbers.
        let held = String(reflecting: reception).utf8.count
        #expect(held < 6_000_000, "\(held) bytes for \(name)")
        #expect(!isFreeToRepeat(reception))
    }

    @Test(arguments: ["data: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", " "])
    func `an event that never ends is given up`(_ piece: String) async {
        let before = ResidentMemory.bytes
        let reception = await reception(of: piece, bytes: 40_000_000, type: "text/event-stream")
        #expect(!isFreeToRepeat(reception))
        // Other tests of this process take memory too.
        let growth = ResidentMemory.bytes - before
        #expect(growth < 500_000_000, "\(growth) bytes")
    }

    @Test(arguments: [
        ("calls of tools", #"{"content":{"parts":[{"functionCall":{"name":"%"}}]}}"#),
        ("pieces of texts", #"{"id":"%","partial":true,"content":{"parts":[{"text":"."}]}}"#),
        ("texts", #"{"id":"%","content":{"parts":[{"text":"%"}]}}"#), ("failures", #"{"error":"%"}"#),
    ])
    func `a server that never stops talking is not kept whole`(_ name: String, _ data: String) async {
        var transcript = MessageTranscript()
        let long = String(repeating: "x", count: 10_000)
        for number in 0..<500 where !Task.isCancelled {
            let data = data.replacing("%", with: "\(number) \(long)")
            _ = transcript.take(AgentSignal(.event(ServerSentEvent(data: data))))
            if number.isMultiple(of: 50) { await Task.yield() }
        }
        // All that it holds, whether it shows or not.
        let held = String(reflecting: transcript).utf8.count
        #expect(held < 3_000_000, "\(held) bytes for \(name)")
    }

    @Test func `thirty thousand pieces of as many texts take no longer each than one`() async {
        var transcript = MessageTranscript()
        for number in 0..<30_000 where !Task.isCancelled {
            let data = #"{"id":\#(number),"partial":true,"content":{"parts":[{"text":"."}]}}"#
            _ = transcript.take(AgentSignal(.event(ServerSentEvent(data: data))))
            if number.isMultiple(of: 100) { await Task.yield() }
        }
        #expect(transcript.signals == 30_000)
    }

    @Test func `a text of nothing but values is not taken apart`() throws {
        let many = repeatElement(Array("0,".utf8), count: JSONValue.countLimit).joined()
        let bytes = Array("[".utf8) + many + Array("0]".utf8)
        #expect { _ = try JSONValue(parsing: bytes).isTrue } throws: { ($0 as? JSONError)?.reason == .tooManyValues }
        // Untouched it is no burden.
        #expect(try RawJSON(bytes).bytes.count == bytes.count)
    }

    @Test func `a failure told at length is looked into at its beginning`() {
        let words = String(repeating: "scope          !", count: 200_000)
        let answer = AnswerEvidence(status: 200, body: Array("{\"code\":403,\"message\":\"\(words)\"}".utf8))
        let classification = Classification(call: .export, now: Sample.now, redaction: Redaction())
        #expect(classification.failure(for: answer)?.kind == .scopeMissing(nil))
    }

    @Test func `a value deep inside is written in one go`() throws {
        let text = String(repeating: "x", count: 1_000_000)
        let depth = 250
        let bytes = Array(
            (String(repeating: "{\"a\":[", count: depth / 2) + "\"\(text)\"" + String(repeating: "]}", count: depth / 2))
                .utf8)
        #expect(try JSONValue(parsing: bytes).bytes == bytes)
    }
}
