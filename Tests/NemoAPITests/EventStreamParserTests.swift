// The event stream parser against WHATWG HTML 9.2, every vector cut at every byte.

import Foundation
import NemoAPI
import Testing

struct EventStreamParserTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let items: [EventStreamItem]
        var testDescription: String { name }

        init(_ name: String, _ text: String, _ items: [EventStreamItem]) {
            self.init(name, Array(text.utf8), items)
        }

        init(_ name: String, _ bytes: [UInt8], _ items: [EventStreamItem]) {
            self.name = name
            self.bytes = bytes
            self.items = items
        }
    }

    static func event(_ data: String, _ type: String = "message", id: String = "") -> EventStreamItem {
        .event(ServerSentEvent(type: type, data: data, lastEventID: id))
    }

    static let vectors: [Vector] = [
        Vector("nothing", "", []),
        Vector("blank lines alone", "\n\r\n\r\n\n", []),
        Vector("data lines are joined", "data: YHOO\ndata: +2\ndata: 10\n\n", [event("YHOO\n+2\n10")]),
        Vector(
            "the example with ids",
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            [.comment(" test stream"), event("first event", id: "1"), event("second event"), event(" third event")]),
        Vector("fields without a colon", "data\n\ndata\ndata\n\ndata:", [event(""), event("\n")]),
        Vector(
            "one space is dropped", "data:test\n\ndata: test\n\ndata:  test\n\n",
            [event("test"), event("test"), event(" test")]),
        Vector("carriage returns", "data: a\rdata: b\r\rdata: c\r\r", [event("a\nb"), event("c")]),
        Vector("both line ends", "data: a\r\ndata: b\r\n\r\ndata: c\n\r\n", [event("a\nb"), event("c")]),
        Vector("a mix of line ends", "data: a\n\rdata: b\r\n\ndata: c\r\r\n", [event("a"), event("b"), event("c")]),
        Vector("a leading mark", "\u{FEFF}data: a\n\n", [event("a")]),
        Vector("a second mark is text", "\u{FEFF}\u{FEFF}data: a\n\ndata: b\n\n", [event("b")]),
        Vector("a mark later on is text", "data: \u{FEFF}a\n\n", [event("\u{FEFF}a")]),
        Vector("part of a mark is text", [0xEF, 0xBB] + Array(": x\n\n:y\n".utf8), [.comment("y")]),
        Vector("the last event is cut off", "data: a\n\ndata: b\n", [event("a")]),
        Vector("the last line is cut off", "data: a\n\ndata: b", [event("a")]),
        Vector("names", "event: add\ndata: 1\n\ndata: 2\n\n", [event("1", "add"), event("2")]),
        Vector("an empty name is none", "event:\ndata: 1\n\n", [event("1")]),
        Vector("a name without data", "event: heartbeat\n\ndata: 1\n\n", [.typeAlone("heartbeat"), event("1")]),
        Vector(
            "ids last", "id: 7\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
            [event("a", id: "7"), event("b", id: "7"), event("c")]),
        Vector(
            "an id with NUL is ignored", "id: 7\ndata: a\n\nid: 8\u{0}\ndata: b\n\n",
            [event("a", id: "7"), event("b", id: "7")]),
        Vector("an id without data counts", "id: 7\n\ndata: a\n\n", [event("a", id: "7")]),
        Vector("unknown fields", "Data: a\nfoo: b\n data: c\ndata: d\n\n", [event("d")]),
        Vector("comments between", "data: a\n: hush\ndata: b\n\n", [.comment(" hush"), event("a\nb")]),
        Vector("a comment of nothing", ":\n", [.comment("")]),
        Vector("colons in data", "data: a: b:c\n\n", [event("a: b:c")]),
        Vector("many kinds of characters", "data: 导出 🎬 é e\u{301}\n\n", [event("导出 🎬 é e\u{301}")]),
        Vector(
            "a byte that is no character", Array("data: a".utf8) + [0xFF] + Array("b\n\n".utf8), [event("a\u{FFFD}b")]),
        Vector("a character cut by a line end", Array("data: ".utf8) + [0xE2, 0x82, 0x0A, 0x0A], [event("\u{FFFD}")]),
        Vector(
            "half a surrogate pair", Array("data: ".utf8) + [0xED, 0xA0, 0x80, 0x0A, 0x0A],
            [event("\u{FFFD}\u{FFFD}\u{FFFD}")]),
        Vector("an overlong slash", Array("data: ".utf8) + [0xC0, 0xAF, 0x0A, 0x0A], [event("\u{FFFD}\u{FFFD}")]),
        Vector(
            "other line separators are text", "data: a\u{2028}b\u{85}c\u{B}d\n\n", [event("a\u{2028}b\u{85}c\u{B}d")]),
    ]

    @Test(arguments: vectors)
    func `a stream means the same wherever it is cut`(_ vector: Vector) throws {
        for cut in 0...vector.bytes.count {
            var parser = EventStreamParser()
            let items = try parser.feed(vector.bytes[..<cut]) + parser.feed(vector.bytes[cut...])
            #expect(items == vector.items, "cut at \(cut)")
        }
        var parser = EventStreamParser()
        let oneByOne = try vector.bytes.flatMap { try parser.feed(CollectionOfOne($0)) }
        #expect(oneByOne == vector.items)
    }

    @Test(arguments: ["rec-plain", "rec-silent"])
    func `a recorded stream holds three events`(_ name: String) throws {
        let bytes = try Recording.bytes(name)
        var whole = EventStreamParser()
        let items = try whole.feed(bytes)
        #expect(items.count == 3)
        for cut in stride(from: 0, through: bytes.count, by: 1) {
            var parser = EventStreamParser()
            let pieces = try parser.feed(bytes[..<cut]) + parser.feed(bytes[cut...])
            #expect(pieces == items, "cut at \(cut)")
        }
    }

    @Test(
        arguments: [
            ("retry: 1500\n", 1500), ("retry:7\n", 7), ("retry: 1.5\n", nil), ("retry: -1\n", nil), ("retry:\n", nil),
            ("retry: 99999999999999999999\n", nil),
        ] as [(String, Int?)])
    func `the reconnection time is digits alone`(_ text: String, _ milliseconds: Int?) throws {
        var parser = EventStreamParser()
        _ = try parser.feed(text.utf8)
        #expect(parser.retryMilliseconds == milliseconds)
    }

    @Test(arguments: ["data: " + String(repeating: "x", count: 200), String(repeating: "data: xxxxxxxx\n", count: 20)])
    func `an event that never ends is not kept`(_ text: String) {
        var parser = EventStreamParser(eventLimit: 100)
        #expect(throws: EventStreamError.eventTooLarge(limit: 100)) { try parser.feed(text.utf8) }
    }

    @Test func `a long stream of small events stays within the limit of one`() throws {
        var parser = EventStreamParser(eventLimit: 100)
        let items = try parser.feed(String(repeating: "data: xxxxxxxxxx\n\n", count: 1000).utf8)
        #expect(items.count == 1000)
        #expect(!parser.isInsideEvent)
    }

    @Test(arguments: [
        ("data: a\n\n", false), ("data: a\n", true), ("da", true), (": hush\n", false), ("\u{FEFF}", false),
    ])
    func `it knows whether an end would cut something off`(_ text: String, _ isInside: Bool) throws {
        var parser = EventStreamParser()
        _ = try parser.feed(text.utf8)
        #expect(parser.isInsideEvent == isInside)
    }
}

/// The streams under Recordings.
enum Recording {
    static func bytes(_ name: String) throws -> [UInt8] {
        let url = Bundle.module.bundleURL.appending(path: "Recordings/\(name).sse")
        return Array(try Data(contentsOf: url))
    }
}
