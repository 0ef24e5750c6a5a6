// Paths, file modes and log levels: types other packages own, spelled as settings.

import Logging
import SystemPackage

extension FilePath: SettingValue {
    /// Reads an absolute path. A daemon has no working directory of its own, so a relative one has no meaning here.
    package init?(settingText: String) {
        guard settingText.hasPrefix("/"), !settingText.utf8.contains(0) else { return nil }
        self = FilePath(settingText).lexicallyNormalized()
    }
    package var settingText: String { string }
    package static var expectation: String { "an absolute path, such as /srv/longtake" }
}

extension FilePermissions: SettingValue {
    /// Reads an octal mode: `0664`, or `664` or `0o664` as YAML tools may write it back. Whoever made a file must be
    /// able to read and write it.
    package init?(settingText: String) {
        let digits = settingText.hasPrefix("0o") ? settingText.dropFirst(2) : settingText[...]
        guard (3...4).contains(digits.count), let bits = CInterop.Mode(digits, radix: 8), bits <= 0o777,
            bits & 0o600 == 0o600
        else {
            return nil
        }
        self.init(rawValue: bits)
    }
    package var settingText: String {
        let digits = String(rawValue, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
    package static var expectation: String { "an octal file mode such as 0664" }
}

extension Logger.Level: SettingValue {}
