// That no token is ever printed: not by a value, not by a problem with it, not by a problem beside it.

import Daemon
import Testing

@Suite struct SecretTests {
    private static let token = "nmv_usr_4bV9xQ2r"

    @Test func `settings do not show their token however they are printed`() throws {
        let environment = ["LONGTAKE_ROOT": "/srv/a", "NEMO_TOKEN": " \(Self.token)\n"]
        let settings = try Settings.read(file: nil, environment: environment).settings
        #expect(settings.backend.token?.reveal() == Self.token)
        var dumped = ""
        dump(settings, to: &dumped)
        for shown in [
            dumped, "\(settings)", String(reflecting: settings),
            "\(Mirror(reflecting: settings).children.map(\.value))",
        ] {
            #expect(!shown.contains(Self.token))
            #expect(shown.contains("token"))
        }
    }

    @Test(arguments: ["with blank inside", "tab\tinside1", "line\nbreak12", "ümlaut-token"])
    func `what cannot stand in a header is no token, and is not repeated`(text: String) throws {
        let environment = ["LONGTAKE_ROOT": "/srv/a", "NEMO_TOKEN": text]
        let error = try #require(throws: SettingsError.self) {
            try Settings.read(file: nil, environment: environment)
        }
        #expect(error.problems.map(\.place) == [.environment("NEMO_TOKEN")])
        #expect(!error.description.contains(text))
    }

    @Test(arguments: [
        "root: \(token)", "backend.url: \(token)", "backend.url: https://me:\(token)@api.example",
        "backend.token_file: hunter2hunter2", "backend.token: \(token)", "backend.token_file: \(token)",
        "root: '\(token)", "\(token)", "\(token): x", "folders: [\(token)]", "workers: \(token)", "backend: \(token)",
        "backend.web_url: ftp://me:hunter2@api.example",
    ])
    func `a token in the wrong place is not repeated`(line: String) throws {
        let file = SettingsFile(path: "/etc/test.yaml", bytes: line.utf8)
        let error = try #require(throws: SettingsError.self) { try Settings.read(file: file, environment: [:]) }
        #expect(!error.description.contains(Self.token))
        #expect(!error.description.contains("hunter2"))
        #expect(error.problems.contains { $0.place == .file("/etc/test.yaml", line: 1) })
    }

    @Test func `an unknown variable is named without its value`() throws {
        let environment = ["LONGTAKE_ROOT": "/srv/a", "LONGTAKE_TOKEN": "hunter2hunter2"]
        let warnings = try Settings.read(file: nil, environment: environment).warnings
        #expect(warnings.count == 1)
        #expect(!warnings.description.contains("hunter2"))
    }
}
