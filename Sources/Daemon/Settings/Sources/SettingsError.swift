// Why the start ends before it began.

/// Everything that is wrong with the settings, found in one go.
package struct SettingsError: Error, Hashable, Sendable {
    /// `EX_CONFIG` of sysexits.h (FOLDER-CONTRACT 8); the service unit does not restart after it.
    package static let exitStatus: Int32 = 78

    /// Never empty.
    package let problems: [SettingsProblem]

    package init(problems: [SettingsProblem]) { self.problems = problems }
}

extension SettingsError: CustomStringConvertible {
    /// Some lines ready for the terminal, the last without a line break.
    package var description: String {
        let title =
            problems.count == 1 ? "The settings have a problem:" : "The settings have \(problems.count) problems:"
        return ([title] + problems.map { "  \($0)" }).joined(separator: "\n")
    }
}
