// Prompts and link files that were damaged in every way: whatever they hold, they are read without harm, and what is
// made of them keeps its promises.

import Foundation
import Inspection
import JobModel
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(FuzzRound.factor)))
struct InspectionFuzzTests {
    static let seeds: [UInt64] = [1, 2, 3, 4]

    // MARK: Prompts

    static let prompts: [[UInt8]] = [
        Array("extend by 30 s\r\n---\r\nadd “Summer” as the title\r\n---\r\nexport\r\n".utf8),
        Array("\u{FEFF}把这个视频延长三十秒\n---\nこの動画を30秒延長してください\n".utf8),
        LinkSample.utf16("extend by 30 s\r\n---\r\n延长30秒", isBigEndian: false, hasMark: true),
        LinkSample.utf16("extend by 30 s\r\n---\r\nплавно", isBigEndian: true, hasMark: true),
        LinkSample.utf16("extend by 30 s", isBigEndian: false, hasMark: false),
        // GB18030, Shift-JIS, Windows-1251 and Windows-1252.
        [0xD1, 0xD3, 0xB3, 0xA4, 0x33, 0x30, 0xC3, 0xEB, 0xA3, 0xAC, 0xBC, 0xD3, 0xD7, 0xD6, 0xC4, 0xBB],
        [0x82, 0xB1, 0x82, 0xCC, 0x93, 0xAE, 0x89, 0xE6, 0x82, 0xF0, 0x33, 0x30, 0x95, 0x62, 0x89, 0x84, 0x92, 0xB7],
        [0xEF, 0xF0, 0xEE, 0xE4, 0xEB, 0xE8, 0x20, 0xED, 0xE0, 0x20, 0x33, 0x30],
        Array("ajoute 10 secondes de plus ".utf8) + [0xE0] + Array(" cette vid".utf8) + [0xE9] + Array("o".utf8),
    ]

    static let promptWords = [
        "\r\n---\r\n", "---", "\r", "\n", "\u{FEFF}", "\u{1A}", "\u{0}", "\u{85}", "\u{2028}", "\u{200B}", "\u{202E}",
        "\"",
        "“", "导出", "e\u{301}", "\u{1F468}\u{200D}\u{1F3A4}", "export", " ", "\t",
    ]

    @Test(arguments: seeds)
    func `a prompt of any bytes is read without harm`(seed: UInt64) async {
        for await round in FuzzRounds(400, seed: seed) {
            var mutator = round.mutator(words: Self.promptWords, sizeLimit: PromptText.sizeLimit + 10)
            let sample = mutator.pick(Self.prompts) ?? []
            check(mutator.damaged(sample, with: Self.prompts), round)
        }
        for await round in FuzzRounds(40, seed: seed) {
            var mutator = round.mutator()
            check(mutator.noise(mutator.index(below: 3000)), round)
        }
    }

    @Test(arguments: seeds)
    func `a prompt as long as it may be is read without harm`(seed: UInt64) async {
        for await round in FuzzRounds(2, seed: seed) {
            var mutator = round.mutator(words: Self.promptWords, sizeLimit: PromptText.sizeLimit)
            let sample = mutator.pick(Self.prompts) ?? []
            let full = Array(repeatElement(sample, count: PromptText.sizeLimit / sample.count).joined())
            check(mutator.damaged(full), round)
            check(Array((mutator.noise(PromptText.sizeLimit)).prefix(PromptText.sizeLimit)), round)
        }
    }

    private func check(_ bytes: [UInt8], _ round: FuzzRound) {
        let reading = PromptText.reading(of: bytes)
        #expect(reading == PromptText.reading(of: bytes), "\(round): read twice, it says two things")
        guard case .text(let prompt) = reading else { return }
        let scalars = prompt.text.unicodeScalars
        #expect(bytes.count <= PromptText.sizeLimit, "\(round): too long")
        #expect(!prompt.steps.isEmpty && prompt.steps.allSatisfy { !$0.isEmpty }, "\(round): a step says nothing")
        #expect(!scalars.contains("\r"), "\(round): a carriage return is left")
        #expect(!scalars.contains { $0.value < 0x20 && !$0.properties.isWhitespace && $0.value != 0x1A }, "\(round)")
        #expect(scalars.first?.properties.isWhitespace == false, "\(round): a blank is left")
        #expect(scalars.last?.properties.isWhitespace == false, "\(round): a blank is left")
        #expect(!LanguageDetection.language(of: prompt.text).isEmpty, "\(round)")
        let again = Array(prompt.text.utf8)
        guard again.count <= PromptText.sizeLimit, case .text(let same) = PromptText.reading(of: again) else { return }
        #expect(same.text == prompt.text, "\(round): read again, it says something else")
    }

    // MARK: Link files

    static let links = LinkSample.all.map(\.bytes)

    static let linkWords = [
        "[InternetShortcut]\r\n", "URL=", "https://", "HTTP://", "@", "\\", ":", "/", "//", "#", "?", "%", "[::1]",
        ":65536",
        "<key>URL</key>", "<string>", "</string>", "</dict>", "</plist>", "<dict>", "<!--", "-->", "<![CDATA[", "]]>",
        "<!DOCTYPE plist [", "&amp;", "&#0;", "&#x110000;", "&#xD800;", "&lol;", "bplist00", "\u{FEFF}", "\u{0}",
        "\u{202E}",
    ]

    @Test(arguments: seeds)
    func `a link file of any bytes gives one plain web address or none`(seed: UInt64) async {
        for await round in FuzzRounds(1000, seed: seed) {
            var mutator = round.mutator(words: Self.linkWords, sizeLimit: WebLocation.sizeLimit + 1)
            let sample = mutator.pick(Self.links) ?? []
            checkLink(mutator.damaged(sample, with: Self.links), round)
        }
    }

    /// The compact form is small, so that every byte of it can be every number.
    @Test func `no byte of a compact list leads outside of it`() {
        for (index, sample) in LinkSample.webLocations.map(\.bytes).enumerated() where sample.first == 0x62 {
            for offset in sample.indices {
                for value: UInt8 in [0, 1, 2, 7, 8, 9, 0x0F, 0x13, 0x1F, 0x5F, 0x6F, 0x7F, 0x80, 0xDF, 0xFE, 0xFF] {
                    var bytes = sample
                    bytes[offset] = value
                    checkLink(bytes, "byte \(offset) of list \(index) is \(value)")
                }
            }
        }
    }

    private func checkLink(_ bytes: [UInt8], _ round: some CustomStringConvertible) {
        guard case .location(let location) = WebLocation.reading(of: bytes) else { return }
        let address = location.address
        #expect(address.hasPrefix("https://") || address.hasPrefix("http://"), "\(round): \(address)")
        #expect(address.utf8.count <= WebLocation.lengthLimit, "\(round)")
        #expect(address.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x5C }, "\(round): \(address)")
        let authority = address.drop { $0 != "/" }.dropFirst(2).prefix { !"/?#".contains($0) }
        #expect(!authority.isEmpty && !authority.contains("@"), "\(round): \(address)")
        // What others make of the address must be what was meant.
        let parsed = URLComponents(string: address)
        #expect(parsed == nil || parsed?.user == nil && parsed?.password == nil, "\(round): \(address)")
        #expect(WebLocation.reading(of: Array(address.utf8)) == .location(location), "\(round): \(address)")
    }
}
