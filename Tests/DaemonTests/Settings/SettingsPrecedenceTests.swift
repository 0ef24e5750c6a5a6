// Each setting from each source, and which source wins.

import Daemon
import SystemPackage
import Testing

@Suite struct SettingsPrecedenceTests {
    /// What makes any settings complete, beside the one under test.
    private static let minimum = "root: /srv/longtake\n"

    private func file(_ text: String) -> SettingsFile { SettingsFile(path: "/etc/test.yaml", bytes: text.utf8) }

    private func yaml(_ sample: SettingSample, _ text: String) -> SettingsFile {
        file((sample.setting.name == "root" ? "" : Self.minimum) + "\(sample.setting.name): \(text)\n")
    }

    @Test func `the samples cover the table`() {
        #expect(SettingSample.all.map(\.setting.name).sorted() == KnownSettings.all.map(\.name).sorted())
    }

    @Test(arguments: SettingSample.all)
    func `a setting no source gives has its default`(sample: SettingSample) throws {
        let file = sample.setting.name == "root" ? nil : file(Self.minimum)
        let settings = try Settings.read(file: file, environment: [:], needsRoot: false).settings
        #expect(sample.shown(settings) == sample.setting.defaultText)
        #expect(sample.text != sample.setting.defaultText)
    }

    @Test(arguments: SettingSample.all)
    func `a setting is read from the file`(sample: SettingSample) throws {
        let settings = try Settings.read(file: yaml(sample, sample.text), environment: [:]).settings
        #expect(sample.shown(settings) == sample.text)
    }

    @Test(arguments: SettingSample.all.filter { $0.setting.nemoName != nil })
    func `the shared environment wins over the file`(sample: SettingSample) throws {
        let name = try #require(sample.setting.nemoName)
        let file = yaml(sample, sample.another)
        let settings = try Settings.read(file: file, environment: [name: sample.text]).settings
        #expect(sample.shown(settings) == sample.text)
    }

    @Test(arguments: SettingSample.all)
    func `the environment wins over the shared one and the file`(sample: SettingSample) throws {
        var environment = [sample.setting.environmentName: sample.text]
        if let name = sample.setting.nemoName { environment[name] = sample.another }
        let (settings, warnings) = try Settings.read(file: yaml(sample, sample.another), environment: environment)
        #expect(sample.shown(settings) == sample.text)
        #expect(warnings.isEmpty)
    }

    @Test(arguments: SettingSample.all)
    func `an option wins over everything`(sample: SettingSample) throws {
        var environment = [sample.setting.environmentName: sample.another]
        if let name = sample.setting.nemoName { environment[name] = sample.another }
        let options = [sample.setting.name: sample.text]
        let file = yaml(sample, sample.another)
        let settings = try Settings.read(file: file, options: options, environment: environment).settings
        #expect(sample.shown(settings) == sample.text)
    }

    @Test func `a group may be written as a block or key by key`() throws {
        let text = "root: /srv/a\ntiming:\n  settle: 1s\n  lone: 3s\ntiming.reminder: 4s\noutput:\n"
        let intake = try Settings.read(file: file(text), environment: [:]).settings.intake
        #expect([intake.settle, intake.lone, intake.reminder] == [.seconds(1), .seconds(3), .seconds(4)])
    }

    @Test func `an empty variable is one that is not set`() throws {
        let environment = ["LONGTAKE_WORKERS": "", "NEMO_API_URL": "", "NEMO_TOKEN": ""]
        let settings = try Settings.read(file: file(Self.minimum), environment: environment).settings
        #expect(settings.work.workers == 8)
        #expect(settings.backend.address == .standard)
        #expect(settings.backend.token == nil)
    }

    @Test func `each folder says what differs`() throws {
        let text = """
            originals: delete
            folders:
              - root: /srv/a/
                archive_days: 7
                output:
                  mode: 0600
              - /srv/b
              - root: /srv/c
                originals: archive
                duplicates: redo
            """
        let roots = try Settings.read(file: file(text), environment: ["LONGTAKE_ARCHIVE_DAYS": "3"]).settings.roots
        #expect(roots.map(\.path) == ["/srv/a", "/srv/b", "/srv/c"])
        #expect(roots.map(\.originals) == [.delete, .delete, .archive])
        #expect(roots.map(\.archiveDays) == [7, 3, 3])
        #expect(roots.map(\.duplicates) == [.reuse, .reuse, .redo])
        #expect(roots.map(\.outputMode.rawValue) == [0o600, 0o664, 0o664])
    }

    @Test func `a root of the command line takes the place of the file's folders, and says so`() throws {
        let file = file("folders:\n  - /srv/a\n  - /srv/b\n")
        let (settings, warnings) = try Settings.read(file: file, options: ["root": "/srv/x"], environment: [:])
        #expect(settings.roots.map(\.path) == ["/srv/x"])
        #expect(warnings.map(\.description) == ["option --root: the folders of /etc/test.yaml are not used"])
    }

    @Test func `there are never more uploads than workers`() throws {
        let settings = try Settings.read(file: file(Self.minimum + "workers: 2"), environment: [:]).settings
        #expect(settings.work.uploads == 2)
    }

    @Test(arguments: [("60s", 5), ("10m", 5), ("2s", 2)])
    func `a poll is never rarer than a rescan`(rescan: String, seconds: Int) throws {
        let file = file(Self.minimum + "timing.rescan: \(rescan)")
        #expect(try Settings.read(file: file, environment: [:]).settings.intake.poll == .seconds(seconds))
    }
}

extension SettingSample {
    /// A third value: neither the default nor the sample's.
    fileprivate var another: String {
        switch setting.name {
        case "root", "state", "backend.token_file": "/srv/elsewhere/" + setting.name
        case "backend.url", "backend.web_url": "https://elsewhere.example"
        case "http.listen": "127.0.0.1:1"
        case "log.level": "trace"
        case "max_file": "1GB"
        case "output.mode": "0600"
        case "timing.recheck_count", "archive_days", "workers", "uploads": "9"
        case "timing.retry_base": "1ms"
        case let name where name.hasPrefix("timing."): "999s"
        case "backend.version", "backend.client_id", "backend.platform": "another"
        default: setting.defaultText
        }
    }
}
