// Streams that were damaged, cut and joined anywhere: they mean the same however they arrive in pieces, and never give
// leave to send a message again that may have been acted on.

import JobModel
import NIOHTTP1
import TestSupport
import Testing

@testable import NemoAPI

@Suite(.serialized, .timeLimit(.minutes(FuzzRound.factor)))
struct WireFuzzTests {
    static let seeds: [UInt64] = [1, 2, 3, 4]

    static let words = [
        "\n", "\r", "\r\n", "\n\n", "\r\n\r\n", "data:", "data: ", "data\n", "event: heartbeat\n", "event: error\n",
        "id: 7\n",
        "id: \u{0}\n", "retry: 99999999999999999999\n", ":", ": ping\n", "\u{FEFF}", "{", "}", "[", "]", "\"", "\\",
        "\\ud83c",
        "\\udfac", "<html>", "\"partial\":true,", "\"thought\":true,", "\"text\":", "\"functionCall\":{\"name\":",
        "null",
        "\"errorCode\":", "\"error\":", "\"code\":2001", "\"id\":", "\"author\":\"user\"", "🎬",
        "I encountered a temporary issue",
    ]

    static let handMade = [
        ": ping\n\nevent: heartbeat\ndata: {}\n\ndata:\n\n",
        "data: {\"content\":{\"parts\":[{\"text\":\"On \"}]},\"partial\":true,\"id\":\"a\"}\r\n\r\n"
            + "data: {\"content\":{\"parts\":[{\"text\":\"On it.\"}]},\"id\":\"a\"}\r\n\r\n",
        "\u{FEFF}data: {\"content\":\rdata: {\"parts\":[{\"text\":\"é🎬导出\"},{\"text\":\"x\",\"thought\":true}]}}\r\r",
        "data: {\"errorCode\":\"MODEL_ERROR\",\"errorMessage\":\"no luck\"}\n\n",
        "{\"code\":2001,\"message\":\"no credits\"}",
    ]

    static let texts = [
        "content", "parts", "text", "thought", "functionCall", "functionResponse", "name", "id", "partial", "author",
        "user", "type",
        "heartbeat", "errorCode", "errorMessage", "error", "code", "message", "a", "b", "On it.",
        "I encountered a temporary issue",
    ]

    private static func samples() throws -> [[UInt8]] {
        try [Recording.bytes("rec-plain"), Recording.bytes("rec-silent")] + handMade.map { Array($0.utf8) }
    }

    @Test(arguments: seeds)
    func `a stream of any bytes means the same wherever it is cut`(seed: UInt64) async throws {
        let samples = try Self.samples()
        for await round in FuzzRounds(250, seed: seed) {
            var mutator = round.mutator(words: Self.words, sizeLimit: 30_000)
            let bytes = mutator.damaged(mutator.pick(samples) ?? [], with: samples)
            let limit = mutator.pick([10, 200, 16_000_000]) ?? 10
            let whole = Self.items([bytes[...]], limit: limit)
            for _ in 0..<3 {
                #expect(Self.items(mutator.cut(bytes), limit: limit) == whole, "\(round): it depends on the pieces")
            }
        }
    }

    @Test(arguments: seeds)
    func `bytes that are no stream mean the same wherever they are cut`(seed: UInt64) async {
        for await round in FuzzRounds(60, seed: seed) {
            var mutator = round.mutator()
            let noise = mutator.noise(mutator.index(below: 2000)).map { mutator.index(below: 5) == 0 ? 0x0A : $0 }
            let whole = Self.items([noise[...]], limit: 1000)
            #expect(Self.items(mutator.cut(noise), limit: 1000) == whole, "\(round): it depends on the pieces")
        }
    }

    /// - Returns: `nil` when the stream was not worth reading on.
    private static func items(_ pieces: [ArraySlice<UInt8>], limit: Int) -> [EventStreamItem]? {
        var parser = EventStreamParser(eventLimit: limit)
        return try? pieces.flatMap { try parser.feed($0) }
    }

    private struct Reading: Equatable {
        var events: [StreamEvent] = []
        var end: MessageEnd?
        var isNews = false
    }

    @Test(arguments: seeds)
    func `an answer to a message means the same wherever it is cut`(seed: UInt64) async throws {
        let samples = try Self.samples()
        for await round in FuzzRounds(250, seed: seed) {
            var mutator = round.mutator(words: Self.words, sizeLimit: 30_000)
            let bytes = mutator.damaged(mutator.pick(samples) ?? [], with: samples)
            let head = (
                status: mutator.pick([200, 200, 200, 400, 429, 500, 302, 99]) ?? 200,
                type: mutator.pick(["text/event-stream", "", "text/plain", "application/json", "text/html"]) ?? ""
            )
            let isCut = mutator.index(below: 3) == 0
            let whole = try Self.reading([bytes[...]], head, isCut)
            for _ in 0..<2 {
                #expect(
                    try Self.reading(mutator.cut(bytes), head, isCut) == whole, "\(round): it depends on the pieces")
            }
            guard let end = whole.end, end.isFreeToRepeat else { continue }
            #expect(!whole.isNews && whole.events.isEmpty, "\(round): free to repeat after \(whole.events)")
            #expect(head.status != 500 && head.status != 302, "\(round): free to repeat after \(head.status)")
        }
    }

    private static func reading(
        _ pieces: [ArraySlice<UInt8>], _ head: (status: Int, type: String), _ isCut: Bool
    ) throws -> Reading {
        var reading = Reading()
        var reception = MessageReception()
        reception.takeHead(status: head.status, headers: head.type.isEmpty ? [:] : ["Content-Type": head.type])
        for piece in pieces {
            let news = try reception.take(piece)
            reading.events += news.events
            reading.isNews = reading.isNews || news.isMoreThanHeartbeat
        }
        let interruption = isCut ? ExchangeBreak(reason: .broken("cut"), mayHaveReachedServer: true) : nil
        let classification = Classification(call: .message, now: Sample.now, redaction: Redaction())
        let (end, events) = reception.end(interruption, classification: classification)
        reading.events += events
        reading.end = end
        return reading
    }

    @Test(arguments: seeds)
    func `an event of any JSON is told at most once, and a reply stays small`(seed: UInt64) async throws {
        let data = try Self.samples().map { bytes in
            String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
                line.hasPrefix("data: ") ? Array(line.dropFirst(6).utf8) : nil
            }
        }.joined()
        for await round in FuzzRounds(100, seed: seed) {
            var mutator = round.mutator(words: Self.words, sizeLimit: 30_000)
            var transcript = MessageTranscript()
            var told: [StreamEvent] = []
            for _ in 0..<10 {
                let bytes = mutator.json(of: Self.texts, like: Array(data))
                let event = ServerSentEvent(data: String(decoding: bytes, as: UTF8.self))
                told += transcript.take(AgentSignal(.event(event)))
            }
            told += transcript.end()
            #expect(transcript.end().isEmpty, "\(round): something is told after the end")
            #expect(transcript.signals == 10, "\(round)")
            let texts = told.compactMap { if case .text(let text) = $0 { text } else { nil } }
            #expect(transcript.texts.allSatisfy { texts.contains($0) }, "\(round): a text of the reply was not told")
            #expect(texts.count <= transcript.texts.count, "\(round): a text was told twice")
        }
    }
}
