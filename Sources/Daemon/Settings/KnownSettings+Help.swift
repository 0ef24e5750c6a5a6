// The table of settings as `--help` and the manual page show it.

extension KnownSettings {
    /// Lines of at most 80 columns, by group, the last without a line break.
    package static var helpText: String {
        let listed = groups.map { group in
            ([group.title + ":"] + group.settings.map(\.helpText)).joined(separator: "\n")
        }
        return ([introduction] + listed).joined(separator: "\n\n")
    }

    private static let introduction = """
        Settings are read from \(Settings.defaultFile), or the file that is named.
        The environment overrides the file: LONGTAKE_ and the key in capitals, dots
        as underscores (timing.settle is LONGTAKE_TIMING_SETTLE). Options override
        both. The token is given by \(tokenVariable) or a token file, never by an option.
        """
}

extension KnownSetting {
    /// `  timing.settle: 2s` and, indented below it, what it means.
    fileprivate var helpText: String {
        let shown = defaultText.isEmpty ? "(none)" : defaultText
        let otherNames = [option, nemoName].compactMap(\.self)
        let also = otherNames.isEmpty ? "" : " (also \(otherNames.joined(separator: ", ")))"
        return "  \(name): \(shown)\n" + (meaning + also).wrapped(indent: 8, columns: 80)
    }
}

extension String {
    /// Breaks at blanks; a word longer than a line has one of its own.
    fileprivate func wrapped(indent: Int, columns: Int) -> String {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= columns - indent {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        let margin = String(repeating: " ", count: indent)
        return lines.map { margin + $0 }.joined(separator: "\n")
    }
}
