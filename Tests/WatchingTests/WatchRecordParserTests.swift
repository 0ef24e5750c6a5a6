// The watcher's records, cut anywhere and of every kind.

import JobModel
import Testing

@testable import Watching

struct WatchRecordParserTests {
    private static let spelled: [([UInt8], WatchRecord)] = [
        (Array("H1".utf8), .hello(version: 1)),
        (Array("R12".utf8), .ready(folders: 12)),
        (Array("Ainbox/a b.mp4".utf8), .event(.appeared(path("inbox/a b.mp4")))),
        (Array("Cinbox/a\nb".utf8), .event(.changed(path("inbox/a\nb")))),
        ([UInt8(ascii: "V"), 0xFF, 0xFE], .event(.vanished(RelativePath([0xFF, 0xFE].asNames)))),
        (Array("S".utf8), .event(.rescanNeeded(below: .root))),
        (Array("Sinbox".utf8), .event(.rescanNeeded(below: path("inbox")))),
        (Array("O".utf8), .overflow),
        (Array("Uinbox/x".utf8), .unwatched(path("inbox/x"))),
        (Array("Winbox/x".utf8), .watchedAgain(path("inbox/x"))),
        (Array("L7 8192".utf8), .limitReached(unwatched: 7, limit: 8192)),
        (Array("Fno more".utf8), .failed("no more")),
        (Array("G".utf8), .rootGone),
    ]

    private static let bytes: [UInt8] = Array(spelled.map { $0.0 }.joined(separator: [0])) + [0]
    private static let records: [WatchRecord] = spelled.map { $0.1 }

    @Test func `every kind of record is read, wherever the pieces are cut`() throws {
        for cut in 0...Self.bytes.count {
            var parser = WatchRecordParser()
            let first = try parser.read(Self.bytes[..<cut])
            let second = try parser.read(Self.bytes[cut...])
            #expect(first + second == Self.records, "cut at \(cut)")
        }
    }

    @Test func `records are read byte by byte as well`() throws {
        var parser = WatchRecordParser()
        var records: [WatchRecord] = []
        for byte in Self.bytes { records += try parser.read([byte]) }
        #expect(records == Self.records)
    }

    @Test(arguments: ["", "Z", "H", "Hone", "R", "R1 2", "L7", "L7 x", "L7 8 9", "A/etc/passwd", "A../x", "Ox", "Gx"])
    func `what is no record is refused`(_ text: String) {
        var parser = WatchRecordParser()
        #expect(throws: WatchRecordParser.Malformed.self) { try parser.read(Array(text.utf8) + [0]) }
    }

    @Test func `a record without an end is refused before it fills the memory`() throws {
        var parser = WatchRecordParser()
        _ = try parser.read([UInt8](repeating: UInt8(ascii: "A"), count: 1 << 20))
        #expect(throws: WatchRecordParser.Malformed.self) { try parser.read([UInt8(ascii: "A")]) }
    }
}

extension [UInt8] {
    /// The bytes as one name.
    fileprivate var asNames: [FileName] { [FileName(bytes: self)].compactMap { $0 } }
}
