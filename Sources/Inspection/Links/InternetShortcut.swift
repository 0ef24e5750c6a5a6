// The Internet shortcuts of Windows, `clip.url`: settings in sections, one line each.

enum InternetShortcut {
    private static let section = "[internetshortcut]"

    /// Whether a text is settings: it begins with a section, or has the one that is wanted.
    static func isShortcut(_ text: String) -> Bool {
        text.utf8.first == UInt8(ascii: "[") || lines(of: text).contains { $0.lowercased() == section }
    }

    /// The first `URL` of the section `InternetShortcut`, as `GetPrivateProfileString` finds it: names in any case,
    /// blanks and a pair of quotation marks around the value dropped.
    static func url(in text: String) throws(LinkStop) -> String {
        var isInside = false
        for line in lines(of: text) {
            if line.utf8.first == UInt8(ascii: "[") {
                isInside = line.lowercased() == section
            } else if isInside, let equals = line.unicodeScalars.firstIndex(of: "="),
                line.unicodeScalars[..<equals].trimmed.lowercased() == "url"
            {
                return unquoted(line.unicodeScalars[equals...].dropFirst().trimmed)
            }
        }
        throw .notYet
    }

    /// Works on code points: to Swift, CRLF is one character.
    private static func lines(of text: String) -> some Sequence<String> {
        text.unicodeScalars.split { $0 == "\n" || $0 == "\r" }.lazy.map(\.trimmed)
    }

    private static func unquoted(_ value: String) -> String {
        guard value.utf8.count >= 2, let mark = value.first, mark == value.last, mark == "\"" || mark == "'" else {
            return value
        }
        return String(value.dropFirst().dropLast())
    }
}
