// Names that break shells, terminals and text go through byte for byte, and never break a line (FOLDER-CONTRACT 6).

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct HostileNamesTests {
    private static let stems: [[UInt8]] = [
        Array("one\ntwo".utf8), Array("it's \"quoted\" `id` $(id) ; & |".utf8), Array("100%s %n %2F %00".utf8),
        Array("-rf --help".utf8), Array("🎬 Ame\u{301}lie\u{FE0F}".utf8), Array("\u{202E}4pm\u{2066}\u{200F}".utf8),
        Array("\u{1B}[31mred\u{7}\r\t".utf8), Array("<b>&amp;<b>\\".utf8), [0xFF, 0xFE, 0x2D, 0x80],
        // With `.prompt.txt` it has 255 bytes.
        Array(repeating: UInt8(ascii: "n"), count: 244),
    ]

    @Test func `a clip of any name is delivered under exactly that name`() async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        let inbox = RawFolder(path: share.path("inbox"))
        let outbox = RawFolder(path: share.path("outbox"))
        for stem in Self.stems {
            try inbox.write(Array("brighten it".utf8), to: stem + Array(".prompt.txt".utf8))
            try inbox.write(share.backend.clip, to: stem + Array(".mp4".utf8))
        }
        let results = Self.stems.map { $0 + Array(".mp4".utf8) }
        try await eventually("all results are there", seen: { "\(share.tree)\n\(daemon.output)" }) {
            results.allSatisfy(outbox.exists)
        }
        try await share.isWorkedOff(by: daemon)

        let logs = Self.stems.map { $0 + Array(".log".utf8) }
        #expect(outbox.names == Set(results + logs))
        #expect(inbox.names.isEmpty)
        for (result, log) in zip(results, logs) {
            let content = try #require(outbox.content(of: result))
            #expect(MarkedClip.render(of: content) != nil)
            let text = String(decoding: try #require(outbox.content(of: log)), as: UTF8.self)
            #expect(text.contains("Delivered "))
            #expect(Self.isUnbroken(text, beginning: #/[0-9]{4}-[0-9]{2}-[0-9]{2}[ ]|[ ]{2}/#), "\(text)")
        }
        #expect(Self.isUnbroken(daemon.output, beginning: #/[0-9]{4}-[0-9]{2}-[0-9]{2}T/#), "\(daemon.output)")
        #expect(share.backend.acceptedMessages() == Self.stems.count)
        #expect(share.backend.violations.isEmpty)
    }

    /// Whether every line begins as a line does, and nothing in it steers a terminal.
    private static func isUnbroken(_ text: String, beginning: Regex<Substring>) -> Bool {
        let lines = text.split(separator: "\n")
        return lines.allSatisfy { $0.prefixMatch(of: beginning) != nil }
            && !text.unicodeScalars.contains { scalar in
                let steers = scalar.properties.isBidiControl || scalar.properties.generalCategory == .control
                return steers && scalar != "\n"
            }
    }

    @Test(arguments: [
        "#EXTM3U\n#EXTINF:1,\nsecret.mp4\n#EXT-X-ENDLIST\n", "ffconcat version 1.0\nfile secret.mp4\n",
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nm=video 5004 RTP/AVP 96\r\n",
    ])
    func `a playlist that calls itself a clip is given back with the reason, and not followed`(
        text: String
    ) async throws {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "brighten it", as: "clip.prompt.txt")
        try share.drop(prompt: text, as: "clip.mp4")
        try await share.waits(for: "failed/clip.log", from: daemon)
        try await share.isWorkedOff(by: daemon)
        #expect(share.text(of: "failed/clip.log").contains("text"))
        #expect(share.names(in: "failed") == ["clip.log", "clip.mp4", "clip.prompt.txt"])
        #expect(share.names(in: "outbox").isEmpty)
        #expect(share.backend.tally.sessions.isEmpty)
    }
}
