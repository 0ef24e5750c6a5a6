// Prompt files as people's programs save them.

import Foundation
import Inspection
import JobModel
import TestSupport
import Testing

@Suite struct PromptTextTests {
    private func text(_ bytes: [UInt8]) throws -> PromptText {
        guard case .text(let prompt) = PromptText.reading(of: bytes) else {
            throw Unread(reading: PromptText.reading(of: bytes))
        }
        return prompt
    }

    private struct Unread: Error { let reading: PromptText.Reading }

    /// Encodes as the C library does, by the program that comes with it.
    private func encoded(_ text: String, as encoding: String) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let path = folder.appending("prompt.txt")
        try Data(text.utf8).write(to: URL(filePath: path))
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["iconv", "-f", "UTF-8", "-t", encoding, path]
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return [UInt8](bytes)
    }

    @Test(arguments: [
        ("UTF-8", "延长30秒"), ("UTF-16LE", "extend by 30 s\n延长30秒"), ("UTF-16BE", "extend by 30 s\nплавно"),
        ("GB18030", "把这个视频延长三十秒，加一点轻松的背景音乐"), ("GB18030", "延长30秒"), ("GB18030", "加字幕“春天”"),
        ("BIG5", "把這個影片延長三十秒，加一點輕鬆的背景音樂"), ("BIG5", "延長30秒"),
        ("SHIFT_JIS", "この動画を30秒延長してください"), ("SHIFT_JIS", "30秒延長"), ("EUC-KR", "이 비디오를 30초 연장해 주세요"),
        ("EUC-JP", "この動画を30秒延長してください"), ("WINDOWS-1251", "продли это видео на 30 секунд"),
        ("WINDOWS-1251", "добавь музыку"), ("WINDOWS-1252", "ajoute 10 secondes de plus à cette vidéo"),
        ("WINDOWS-1252", "verlängere das Video um zehn Sekunden"), ("WINDOWS-1252", "añade música"),
        ("WINDOWS-1252", "extend it – and add “Summer” as the title, don’t cut"), ("WINDOWS-1252", "don’t cut it"),
        ("WINDOWS-1252", "l’été à Zürich"), ("WINDOWS-1252", "título"), ("WINDOWS-1252", "übrigens 5€"),
        ("GB18030", "加字幕"), ("SHIFT_JIS", "字幕"), ("WINDOWS-1251", "да"), ("UTF-16LE", "延长视频"),
    ])
    func `a prompt is read in the encoding it was saved in`(_ encoding: String, _ prompt: String) throws {
        #expect(try text(encoded(prompt, as: encoding)).text == prompt)
    }

    @Test func `a byte order mark is no part of the prompt`() throws {
        #expect(try text([0xEF, 0xBB, 0xBF] + Array("extend".utf8)).text == "extend")
        #expect(try text([0xFF, 0xFE, 0x61, 0x00]).text == "a")
        #expect(try text([0xFE, 0xFF, 0x5E, 0xF6]).text == "延")
    }

    @Test(arguments: ["one\r\ntwo", "one\rtwo", "one\ntwo", "\r\n  one\r\ntwo \t\r\n\r\n", "one\r\ntwo\u{1A}"])
    func `line ends become line feeds and outer blanks go`(_ saved: String) throws {
        #expect(try text(Array(saved.utf8)).text == "one\ntwo")
    }

    @Test func `blank lines inside a prompt stay`() throws {
        #expect(try text(Array("one\r\n\r\ntwo\r\r\nthree".utf8)).text == "one\n\ntwo\n\nthree")
    }

    @Test(arguments: ["", " ", "\r\n\r\n", "\u{FEFF}", "---", "---\r\n \r\n---\r\n"])
    func `a file without a word is not yet a prompt`(_ saved: String) {
        #expect(PromptText.reading(of: Array(saved.utf8)) == .notYet)
    }

    @Test(arguments: [
        Array("PK\u{3}\u{4}word/document.xml".utf8), [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D],
        Array("text with \u{0} inside".utf8) + [0], [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 1, 2, 0, 3],
        Array("colour \u{1B}[31m".utf8),
    ])
    func `a document or picture is refused as a prompt`(_ bytes: [UInt8]) {
        #expect(PromptText.reading(of: bytes) == .refused(.binary))
    }

    @Test func `a prompt may have 64 KiB and no more`() throws {
        let longest = Array(repeating: UInt8(ascii: "a"), count: PromptText.sizeLimit)
        #expect(try text(longest).text.utf8.count == PromptText.sizeLimit)
        #expect(PromptText.reading(of: longest + [0x61]) == .refused(.tooLong))
    }

    @Test(arguments: PromptProblem.allCases)
    func `every problem says what it is and what to do`(_ problem: PromptProblem) {
        #expect(!problem.failure.message.isEmpty && !problem.failure.remedy.isEmpty)
        #expect(!problem.failure.isRetryable)
    }

    @Test(arguments: [
        ("extend by 30 s", ["extend by 30 s"]), ("one\n---\ntwo\n---\nthree", ["one", "two", "three"]),
        ("one\r\n --- \r\n\r\ntwo\r\n", ["one", "two"]), ("---\none\n---\n---\ntwo\n---", ["one", "two"]),
        ("one --- two", ["one --- two"]), ("one\n----\ntwo", ["one\n----\ntwo"]), ("- a\n- b", ["- a\n- b"]),
        ("a\nb\n---\nc", ["a\nb", "c"]),
    ])
    func `lines of three dashes part a prompt into steps`(_ saved: String, _ steps: [String]) throws {
        #expect(try text(Array(saved.utf8)).steps == steps)
    }

    @Test func `any bytes at all are read without harm`() {
        var random = SeededGenerator(seed: 5)
        for length in 0..<400 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            if case .text(let prompt) = PromptText.reading(of: bytes) { #expect(!prompt.steps.isEmpty) }
        }
    }
}
