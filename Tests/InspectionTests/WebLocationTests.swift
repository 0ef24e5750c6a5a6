// Link files: what is read from them, what is waited for, and what is refused (FOLDER-CONTRACT 1).

import Inspection
import JobModel
import Testing

@Suite(.timeLimit(.minutes(5)))
struct WebLocationTests {
    private func reading(_ text: String) -> WebLocation.Reading { WebLocation.reading(of: Array(text.utf8)) }

    private func address(_ bytes: [UInt8]) throws -> String {
        guard case .location(let location) = WebLocation.reading(of: bytes) else {
            throw Unread(reading: WebLocation.reading(of: bytes))
        }
        return location.address
    }

    private struct Unread: Error { let reading: WebLocation.Reading }

    @Test(arguments: LinkSample.all)
    func `the address is found in every form of link file`(_ sample: LinkSample) throws {
        #expect(try address(sample.bytes) == sample.address)
    }

    @Test(arguments: [
        "", " \r\n", "\u{FEFF}", "\u{0}\u{0}\u{0}", "h", "HTT", "https:/", "https://", "[", "[Internet",
        "[InternetShortcut]", "[InternetShortcut]\r\n", "[InternetShortcut]\r\nIDList=\r\nUR",
        "[InternetShortcut]\r\nURL=", "[InternetShortcut]\r\nURL=http", "<", "<?xml version=\"1.0\"", "<plist>",
        "<plist><dict><key>URL</key><string>https://example.com/", "<plist><!-- ", "<plist><dict><key>a&am",
        "<plist><dict><key>URL</key><string>https://example.com/</string></dict>", "b", "bplist00", "bplist00abc",
        "https://example.com/clips/a\u{0}\u{0}\u{0}\u{0}",
    ])
    func `a link file that is not written to its end is not yet one`(_ text: String) {
        #expect(reading(text) == .notYet)
    }

    @Test(arguments: LinkSample.webLocations)
    func `a web location that was cut anywhere is never taken for another address`(_ sample: LinkSample) {
        // After the last mark there is nothing but blanks.
        let end = (sample.bytes.lastIndex { ![0x00, 0x0A, 0x0D].contains($0) } ?? 0)
        for count in 0..<end {
            #expect(WebLocation.reading(of: Array(sample.bytes[..<count])) == .notYet, "cut at \(count)")
        }
    }

    @Test func `half a character of UTF-16 is not yet one`() {
        let bytes = LinkSample.utf16("https://example.com/a", isBigEndian: false, hasMark: true)
        #expect(WebLocation.reading(of: bytes.dropLast()) == .notYet)
    }

    @Test(
        arguments: [
            ("https://a.example/\nhttps://b.example/", .several), ("see https://a.example/", .several),
            ("https://a.example/my clip.mp4", .several), ("[InternetShortcut]\nURL=https://a.example/a b", .several),
            ("[InternetShortcut]\nURL=file:///C:/clip.mp4", .notWeb), ("ftp://a.example/clip.mp4", .notWeb),
            ("javascript:alert(1)", .notWeb), ("a.example/clip.mp4", .notWeb), ("//a.example/", .notWeb),
            ("https:a.example", .notWeb), ("hello", .notWeb),
            ("https://ana:secret@a.example/", .withPassword), ("https://ana@a.example", .withPassword),
            ("https://@a.example/", .withPassword),
            ("https:///clip.mp4", .badAddress), ("https://?x", .badAddress), ("https://:80/", .badAddress),
            ("https://a..example/", .badAddress), ("https://a.example:0/", .badAddress),
            ("https://a.example:65536/", .badAddress), ("https://a.example:8o/", .badAddress),
            ("https://a.example:/", .badAddress), ("https://[::1/", .badAddress), ("https://[::1]x/", .badAddress),
            ("https://[a.example]/", .badAddress), ("https://a%2Eexample/", .badAddress),
            ("https://пример.example/", .badAddress), ("https://a.example\\@b.example/", .badAddress),
            ("https://a.example\u{202E}/", .badAddress), ("https://./", .badAddress),
            ("https://a.example/\u{7}", .notALink), ("MZ\u{90}\u{0}\u{3}", .notALink),
            ("<html><body>404</body></html>", .notALink), ("<plist><dict></key></plist>", .notALink),
            ("<plist><dict><key>URL</key><integer>1</integer></dict></plist>", .notALink),
            ("<plist><array><key>URL</key><string>https://a.example/</string></array></plist>", .notALink),
            ("<plist><dict><key>URL</key><string>https://a.example/&x;</string></dict></plist>", .notALink),
            ("<plist><dict><key>URL</key><string>https://a.example/</string></dict></plist><plist/>", .notALink),
            ("<!DOCTYPE plist [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><plist></plist>", .notALink),
        ] as [(String, WebLocationProblem)])
    func `what is no single web address is refused`(_ text: String, _ problem: WebLocationProblem) {
        #expect(reading(text) == .refused(problem))
    }

    @Test(arguments: [
        "YnBsaXN0MDDRAQJUTmFtZVF4CAsQAAAAAAAAAQEAAAAAAAAAAwAAAAAAAAAAAAAAAAAAABI=",
        "YnBsaXN0MDCiAQJTVVJMXxAUaHR0cHM6Ly9leGFtcGxlLmNvbS8ICw8AAAAAAAABAQAAAAAAAAADAAAAAAAAAAAAAAAAAAAAJg==",
        "YnBsaXN0MDDRAQJTVVJMEAcICw8AAAAAAAABAQAAAAAAAAADAAAAAAAAAAAAAAAAAAAAEQ==",
    ])
    func `a compact list without an address in its place is refused`(_ base64: String) {
        #expect(WebLocation.reading(of: LinkSample.base64(base64)) == .refused(.notALink))
    }

    @Test func `a link file may have 64 KiB and an address 4,000 characters, and no more`() throws {
        let shortcut = Array("[InternetShortcut]\nURL=\(LinkSample.address)\nIDList=".utf8)
        let longest = shortcut + Array(repeating: 0x61, count: WebLocation.sizeLimit - shortcut.count)
        #expect(try address(longest) == LinkSample.address)
        #expect(WebLocation.reading(of: longest + [0x61]) == .refused(.tooLarge))

        let start = "https://a.example/"
        let long = start + String(repeating: "a", count: WebLocation.lengthLimit - start.utf8.count)
        #expect(try address(Array(long.utf8)) == long)
        #expect(reading(long + "a") == .refused(.tooLong))
        #expect(reading(start + String(repeating: "é", count: 1000)) == .refused(.tooLong))
    }

    @Test func `elements nested without end are cut off`() {
        #expect(reading(String(repeating: "<plist>", count: 9000)) == .refused(.notALink))
    }

    @Test(arguments: WebLocationProblem.allCases)
    func `every problem says what it is and what to do`(_ problem: WebLocationProblem) {
        #expect(!problem.failure.message.isEmpty && !problem.failure.remedy.isEmpty)
        #expect(!problem.failure.isRetryable)
    }
}
