// Text from outside cannot forge a line, hide itself or turn a line around.

import JobModel
import Testing

@Suite struct ShownTextTests {
    @Test(arguments: [
        ("clip.mp4", "clip.mp4"),
        ("a\nb", "a\\u{A}b"),
        ("a\r\nb", "a\\u{D}\\u{A}b"),
        ("a\u{2028}b\u{2029}c\u{85}d", "a\\u{2028}b\\u{2029}c\\u{85}d"),
        ("\u{1B}[31mred", "\\u{1B}[31mred"),
        ("a\0b\u{7F}", "a\\u{0}b\\u{7F}"),
        ("\u{202E}gpj.exe", "\\u{202E}gpj.exe"),
        ("\u{2066}a\u{2069}\u{200F}", "\\u{2066}a\\u{2069}\\u{200F}"),
        ("\u{FEFF}a", "\\u{FEFF}a"),
        ("\u{E000}", "\\u{E000}"),
        ("👩‍👩‍👧 नमस्ते שלום", "👩‍👩‍👧 नमस्ते שלום"),
        ("", ""),
    ])
    func `on one line`(text: String, shown: String) {
        #expect(text.shownOnOneLine == shown)
    }

    @Test func `on lines, breaks and tabs are kept and nothing else that is invisible`() {
        #expect("a\tb\nc\rd\u{202E}e".shownOnLines == "a\tb\nc\\u{D}d\\u{202E}e")
    }
}
