// The text of `--help` about settings.

import Daemon
import Testing

@Suite struct SettingsHelpTests {
    @Test(arguments: KnownSettings.all)
    func `the help names each setting with its default`(setting: any KnownSetting) {
        let lines = KnownSettings.helpText.split(separator: "\n")
        let shown = setting.defaultText.isEmpty ? "(none)" : setting.defaultText
        #expect(lines.contains { $0 == "  \(setting.name): \(shown)" })
    }

    @Test func `the help fits a terminal`() {
        #expect(KnownSettings.helpText.split(separator: "\n").filter { $0.count > 80 }.isEmpty)
    }

    @Test func `a meaning is one sentence without its full stop`() {
        for setting in KnownSettings.all { #expect(!setting.meaning.isEmpty && !setting.meaning.hasSuffix(".")) }
    }
}
