// The commented example an administrator starts from, held to the table it is an example of.

import Daemon
import Foundation
import SystemPackage
import Testing

@Suite struct SettingsExampleTests {
    private let example: String

    init() throws {
        let repository = URL(filePath: #filePath).appending(path: "../../../..").standardized
        example = try String(contentsOf: repository.appending(path: "etc/longtake/longtake.yaml"), encoding: .utf8)
    }

    /// A setting is commented out by `#` alone; prose by `#` and one blank.
    private var uncommented: String {
        example.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let rest = line.dropFirst()
            let isSetting =
                line.hasPrefix("#") && !rest.isEmpty && (rest.first != " " || rest.hasPrefix("  - "))
                || line.hasPrefix("#    ") && !line.hasPrefix("#     ")
            return isSetting ? String(rest) : String(line)
        }.joined(separator: "\n")
    }

    private func parsed(_ text: String) -> SettingsFile { SettingsFile(path: "longtake.yaml", bytes: text.utf8) }

    @Test func `as it comes it sets nothing`() {
        let file = parsed(example)
        #expect(file.values.isEmpty && file.folders == nil && file.problems.isEmpty)
    }

    @Test func `it shows every setting and no other`() {
        let file = parsed(uncommented)
        #expect(file.problems.isEmpty)
        #expect(file.values.keys.sorted() == KnownSettings.all.map(\.name).sorted())
        #expect(file.folders?.count == 2)
    }

    @Test(arguments: KnownSettings.all.filter { !$0.defaultText.isEmpty })
    func `it shows each default`(setting: any KnownSetting) {
        #expect(parsed(uncommented).values[setting.name]?.text == setting.defaultText)
    }

    @Test func `taking every comment away changes nothing but what has no default`() throws {
        let lines = uncommented.split(separator: "\n", omittingEmptySubsequences: false)
        let isFolder = { (line: Substring) in line.hasPrefix("folders:") || line.hasPrefix("  ") }
        let file = parsed(lines.filter { !isFolder($0) }.joined(separator: "\n"))
        var (settings, warnings) = try Settings.read(file: file, environment: [:])
        #expect(warnings.isEmpty)
        #expect(settings.backend.tokenFile != nil && settings.backend.clientID != nil)
        (settings.backend.tokenFile, settings.backend.clientID, settings.backend.platform) = (nil, nil, nil)
        let root = try #require(settings.roots.first).path.string
        #expect(try settings == Settings.read(file: nil, options: ["root": root], environment: [:]).settings)
    }
}
