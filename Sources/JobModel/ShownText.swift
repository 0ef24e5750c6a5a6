// Text from outside (names, replies) made fit to be shown, so that it cannot forge a line or turn one around.

extension StringProtocol {
    /// The text on one line: line breaks, control characters and characters that change the direction of writing
    /// are written as `\u{…}` (FIELD-FACTS 3, "names in logs and pages").
    package var shownOnOneLine: String { escaped { $0.isUnsafeToShow } }

    /// The text with its line breaks and tabs kept; other control and direction characters are written as `\u{…}`.
    package var shownOnLines: String { escaped { $0.isUnsafeToShow && $0 != "\n" && $0 != "\t" } }

    private func escaped(where isUnsafe: (Unicode.Scalar) -> Bool) -> String {
        guard unicodeScalars.contains(where: isUnsafe) else { return String(self) }
        var shown = ""
        for scalar in unicodeScalars {
            if isUnsafe(scalar) {
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}

extension Unicode.Scalar {
    fileprivate var isUnsafeToShow: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        case .format: Self.directional.contains(value)
        default: false
        }
    }

    /// Marks, embeddings, overrides and isolates (Unicode 15, UAX 9), and the byte order mark. Joiners are left
    /// alone: emoji and several scripts are spelled with them.
    private static let directional: Set<UInt32> = [
        0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF,
    ]
}
