// Link files as Windows, macOS and people write them.

import Foundation
import Testing

/// A link file that is all there, and the address in it.
struct LinkSample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let address: String

    init(_ description: String, _ bytes: [UInt8], _ address: String = LinkSample.address) {
        (testDescription, self.bytes, self.address) = (description, bytes, address)
    }

    init(_ description: String, _ text: String, _ address: String = LinkSample.address) {
        self.init(description, Array(text.utf8), address)
    }

    static let address = "https://example.com/clips/a.mp4?x=1&y=2"

    /// What Explorer writes when an address is dragged out of a browser.
    static let explorer = """
        [{000214A0-0000-0000-C000-000000000046}]\r
        Prop3=19,11\r
        [InternetShortcut]\r
        IDList=\r
        URL=https://example.com/clips/a.mp4?x=1&y=2\r
        HotKey=0\r
        IconFile=C:\\Users\\ana\\AppData\\Local\\Mozilla\\Firefox\\icon.ico\r
        IconIndex=0\r

        """

    /// What the Finder writes when an address is dragged out of Safari.
    static let finder = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">
        <dict>
        \t<key>URL</key>
        \t<string>https://example.com/clips/a.mp4?x=1&amp;y=2</string>
        </dict>
        </plist>

        """

    static let all = shortcuts + webLocations + texts

    static let shortcuts = [
        LinkSample("Explorer's shortcut", explorer),
        LinkSample("a shortcut of two lines", "[InternetShortcut]\r\nURL=\(address)\r\n"),
        LinkSample("a shortcut without a last line end", "[InternetShortcut]\nURL=\(address)"),
        LinkSample("a shortcut in other letters", "[INTERNETSHORTCUT]\r\n  url = \(address)  \r\n"),
        LinkSample("a shortcut with a mark", "\u{FEFF}\(explorer)"),
        LinkSample("a shortcut in UTF-16", utf16(explorer, isBigEndian: false, hasMark: true)),
        LinkSample("a shortcut in UTF-16 without a mark", utf16(explorer, isBigEndian: false, hasMark: false)),
        LinkSample("a shortcut in the other UTF-16", utf16(explorer, isBigEndian: true, hasMark: true)),
        LinkSample(
            "a shortcut with an icon from elsewhere",
            Array("[InternetShortcut]\r\nIconFile=C:\\Z".utf8)
                + [0xFC] + Array("rich.ico\r\nURL=\(address)\r\n".utf8)),
        LinkSample(
            "a shortcut with sections around",
            """
            ; saved by a program
            [DEFAULT]
            BASEURL=https://wrong.example/
            [Other]
            URL=https://wrong.example/
            [InternetShortcut]
            BaseURL=https://wrong.example/
            ;URL=https://wrong.example/
            URL="\(address)"
            URL=https://wrong.example/
            [InternetShortcut.W]
            URL=https://wrong.example/
            """),
    ]

    static let webLocations = [
        LinkSample("the Finder's web location", finder),
        LinkSample("a web location with a mark and CRLF", "\u{FEFF}" + finder.replacing("\n", with: "\r\n")),
        LinkSample("a web location in UTF-16", utf16(finder, isBigEndian: false, hasMark: true)),
        LinkSample(
            "a web location with all that XML allows",
            """
            <plist><!-- <key>URL</key><string>https://wrong.example/</string> --><dict ><key>Other</key>
            <dict><key>URL</key><string>https://wrong.example/</string></dict><key>URL</key><integer>7</integer>
            <key a="&gt;>">U<![CDATA[RL]]></key ><string>&#104;ttps&#x3a;//example.com/clips/a.mp4<!-- here -->?x=1<![CDATA[&y=]]>2</string>
            <key>Empty</key><true/></dict></plist>
            """),
        LinkSample(
            "a compact web location",
            base64(
                "YnBsaXN0MDDRAQJTVVJMXxAnaHR0cHM6Ly9leGFtcGxlLmNvbS9jbGlwcy9hLm1wND94PTEmeT0yCAsPAAAAAAAAAQEAAAAAAAAAAwAA"
                    + "AAAAAAAAAAAAAAAAADk=")),
        LinkSample(
            "a compact web location in Chinese",
            base64(
                "YnBsaXN0MDDRAQJTVVJMbxAaAGgAdAB0AHAAcwA6AC8ALwBlAHgAYQBtAHAAbABlAC4AYwBvAG0AL1v8UfoALgBtAHAANAgLDwAAAAAA"
                    + "AAEBAAAAAAAAAAMAAAAAAAAAAAAAAAAAAABG"), "https://example.com/%E5%AF%BC%E5%87%BA.mp4"),
        LinkSample(
            "a compact web location with more in it",
            base64(
                "YnBsaXN0MDDUAQIDBAUHCAlRQVROYW1lU1VSTFFa0QMGXxAWaHR0cHM6Ly93cm9uZy5leGFtcGxlL18QKHh4eHh4eHh4eHh4eHh4eHh4"
                    + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHhfEBlodHRwczovL2V4YW1wbGUuY29tL3JpZ2h0owoLDBABI0AEAAAAAAAACQgRExgcHiE6"
                    + "ZYGFh5AAAAAAAAABAQAAAAAAAAANAAAAAAAAAAAAAAAAAAAAkQ=="), "https://example.com/right"),
    ]

    static let texts = [
        LinkSample("an address alone", address),
        LinkSample("an address with blanks and a mark around", "\u{FEFF}\r\n \t\(address)\u{A0}\r\n\u{1A}"),
        LinkSample("an address in UTF-16", utf16("\(address)\r\n", isBigEndian: false, hasMark: true)),
        LinkSample("capital letters", "HTTPS://Example.COM/A", "https://Example.COM/A"),
        LinkSample("a host alone", "http://example.com", "http://example.com"),
        LinkSample("a port", "http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"),
        LinkSample("numbers of IPv6", "http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        LinkSample("a query behind the host", "https://example.com?a=b@c", "https://example.com?a=b@c"),
        LinkSample(
            "characters that no address has", "https://example.com/é\u{202E}|\"<%20%zz>#导",
            "https://example.com/%C3%A9%E2%80%AE%7C%22%3C%20%zz%3E#%E5%AF%BC"),
    ]

    static func utf16(_ text: String, isBigEndian: Bool, hasMark: Bool) -> [UInt8] {
        ((hasMark ? "\u{FEFF}" : "") + text).utf16.flatMap { isBigEndian ? bigEndian($0) : littleEndian($0) }
    }

    static func base64(_ text: String) -> [UInt8] { Data(base64Encoded: text).map(Array.init) ?? [] }
}
