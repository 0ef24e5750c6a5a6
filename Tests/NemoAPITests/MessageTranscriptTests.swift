// What the agent's events mean, and how a reply is put together from them (PROTOCOL 5).

import NemoAPI
import Testing

struct MessageTranscriptTests {
    private func told(_ stream: String) throws -> (transcript: MessageTranscript, events: [StreamEvent]) {
        var parser = EventStreamParser()
        var transcript = MessageTranscript()
        var events: [StreamEvent] = []
        for item in try parser.feed(stream.utf8) { events += transcript.take(AgentSignal(item)) }
        events += transcript.end()
        return (transcript, events)
    }

    private func told(of data: [String]) throws -> (transcript: MessageTranscript, events: [StreamEvent]) {
        try told(data.map { "data: \($0)\n\n" }.joined())
    }

    private static func text(_ text: String, also: String = "") -> String {
        #"{"content":{"role":"model","parts":[{"text":"\#(text)"}]}\#(also)}"#
    }

    @Test func `a recorded edit is told with its thought, its tool and both its texts`() throws {
        let (transcript, events) = try told(String(decoding: Recording.bytes("rec-plain"), as: UTF8.self))
        #expect(
            events == [
                .thought, .text("On it."), .toolCall(name: "extend_video"), .toolResult(name: "extend_video"),
                .text("I extended the video by 30 seconds. Click the Export button to download — 点击导出 🎬"),
            ])
        #expect(transcript.toolCalls == ["extend_video"])
        #expect(transcript.complaint == nil)
    }

    @Test func `a recorded silent edit has no text`() throws {
        let (transcript, events) = try told(String(decoding: Recording.bytes("rec-silent"), as: UTF8.self))
        #expect(events == [.toolCall(name: "extend_video"), .toolResult(name: "extend_video")])
        #expect(transcript.reply.isEmpty)
        #expect(transcript.signals == 3)
    }

    @Test(arguments: [
        ": ping\n", "data:\n\n", "data\n\n", "event: heartbeat\n\n", "event: heartbeat\ndata: {}\n\n",
        "data: {\"type\":\"heartbeat\"}\n\n",
    ])
    func `every form of heartbeat is one`(_ stream: String) throws {
        let (transcript, events) = try told(stream)
        #expect(events == [.heartbeat])
        #expect(transcript.heartbeats == 1)
    }

    @Test(
        arguments: [
            (#"{"errorCode":"MODEL_ERROR","errorMessage":"no luck"}"#, "MODEL_ERROR", "no luck"),
            (#"{"errorCode":500}"#, "500", "500"),
            (#"{"errorMessage":"no luck"}"#, nil, "no luck"),
            (#"{"error":"boom"}"#, nil, "boom"),
            (#"{"error":{"code":503,"message":"busy"}}"#, "503", "busy"),
            (#"{"code":2001,"message":"no credits"}"#, "2001", "no credits"),
        ] as [(String, String?, String)])
    func `a failure reported in the stream is told`(_ data: String, _ code: String?, _ message: String) throws {
        let (transcript, events) = try told(of: [data])
        #expect(events == [.failed(code: code, message: message)])
        #expect(transcript.complaint == AgentEvent.Complaint(code: code, message: message))
    }

    @Test(arguments: [
        #"{"error":null}"#, #"{"error":""}"#, #"{"error":false}"#, #"{"errorCode":null,"errorMessage":null}"#,
        #"{"errorCode":"STOP"}"#, #"{"code":0}"#, #"{"content":{"parts":[]},"code":3}"#,
    ])
    func `what only looks like a failure is none`(_ data: String) throws {
        #expect(try told(of: [data]).events.isEmpty)
    }

    @Test(arguments: [
        "not json", "[]", "7", "\"text\"", "{\"content\":7}", "{\"content\":{\"parts\":{\"text\":\"x\"}}}",
        "{\"content\":{\"parts\":[7,null,[],{\"text\":5},{}]}}", String(repeating: "[", count: 5000),
    ])
    func `an event that makes no sense is passed over`(_ data: String) throws {
        let (transcript, events) = try told(of: [data, Self.text("ok")])
        #expect(events == [.text("ok")])
        #expect(transcript.signals == 2)
    }

    @Test func `pieces that are never repeated whole are told at the end`() throws {
        let also = #","partial":true,"id":"a""#
        let (transcript, events) = try told(of: [Self.text("one ", also: also), Self.text("two", also: also)])
        #expect(events == [.text("one two")])
        #expect(transcript.reply == "one two")
    }

    @Test func `pieces and their whole are one text, in the place of the pieces`() throws {
        let (transcript, events) = try told(of: [
            Self.text("on", also: #","partial":true,"id":"a""#), Self.text("other", also: #","id":"b""#),
            Self.text("e", also: #","partial":true,"id":"a""#), Self.text("one", also: #","partial":false,"id":"a""#),
        ])
        #expect(events == [.text("other"), .text("one")])
        #expect(transcript.texts == ["one", "other"])
    }

    @Test func `pieces without an id are recognised by their words`() throws {
        let also = #","partial":true"#
        let (transcript, _) = try told(of: [Self.text("on", also: also), Self.text("e", also: also), Self.text("one")])
        #expect(transcript.texts == ["one"])
    }

    @Test func `a whole sent twice is told once`() throws {
        let also = #","id":"a""#
        #expect(try told(of: [Self.text("one", also: also), Self.text("one", also: also)]).events == [.text("one")])
    }

    @Test func `a trailing apology after replies is ignored`() throws {
        let apology = Self.text("I encountered a temporary issue. Please try again.")
        #expect(try told(of: [Self.text("Done."), apology]).transcript.reply == "Done.")
        #expect(try told(of: [apology]).transcript.texts.count == 1)
        #expect(try told(of: [Self.text("a"), apology, Self.text("b")]).transcript.texts.count == 3)
    }

    @Test func `an apology that comes in pieces is ignored as well`() throws {
        let also = #","partial":true,"id":"z""#
        let pieces = [Self.text("I encountered a ", also: also), Self.text("temporary issue.", also: also)]
        let whole = Self.text("I encountered a temporary issue.", also: #","id":"z""#)
        #expect(try told(of: [Self.text("Done.")] + pieces).transcript.reply == "Done.")
        #expect(try told(of: [Self.text("Done.")] + pieces + [whole]).transcript.reply == "Done.")
    }

    @Test func `what a person said is no reply`() throws {
        #expect(try told(of: [Self.text("extend it", also: #","author":"user""#)]).events.isEmpty)
    }
}
