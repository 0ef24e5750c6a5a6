// What is refused, and whether the person who has to mend it is told where and how.

import Daemon
import Testing

@Suite struct SettingsProblemTests {
    private func problems(
        _ yaml: String = "", options: [String: String] = [:], environment: [String: String] = [:]
    ) -> [String] {
        let file = SettingsFile(path: "/etc/test.yaml", bytes: yaml.utf8)
        do throws(SettingsError) {
            _ = try Settings.read(file: file, options: options, environment: environment)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test(arguments: [
        ("timing.setle: 2s", #""timing.setle" is no setting; did you mean timing.settle?"#),
        ("settle: 2s", #""settle" is no setting; did you mean timing.settle?"#),
        ("timing: {render-poll: 2s}", #""timing.render-poll" is no setting; did you mean timing.render_poll?"#),
        ("Workers: 2", #""Workers" is no setting; did you mean workers?"#),
        ("wrokers: 2", #""wrokers" is no setting; did you mean workers?"#),
        ("folder: [/srv/a]", #""folder" is no setting; did you mean folders?"#),
        ("backend.token: hunter2hunter2", #""backend.token" is no setting; did you mean backend.token_file?"#),
        ("shoe_size: 44", #""shoe_size" is no setting; etc/longtake/longtake.yaml lists all"#),
        ("<<: {a: b}", #""<<" is no setting; etc/longtake/longtake.yaml lists all"#),
    ])
    func `an unknown key is named with its line and the nearest known one`(line: String, sentence: String) {
        #expect(problems("# first\nroot: /srv/a\n\(line)\n") == ["/etc/test.yaml:3: \(sentence)"])
    }

    @Test(arguments: [
        ("workers: many", #"workers is "many"; expected a whole number, from 1 to 256"#),
        ("workers: 0", #"workers is "0"; expected a whole number, from 1 to 256"#),
        ("workers: 1.5", #"workers is "1.5"; expected a whole number, from 1 to 256"#),
        ("workers: [1]", "workers has no value of its own; expected a whole number, from 1 to 256"),
        ("workers:", "workers has no value of its own; expected a whole number, from 1 to 256"),
        ("workers: ''", #"workers is ""; expected a whole number, from 1 to 256"#),
        ("timing: 5s", "timing is a group of settings; expected them below it, indented"),
        (
            "timing.settle: 2",
            #"timing.settle is "2"; expected a duration such as 500ms, 2s, 15m or 6h, from 0s to 720h"#
        ),
        (
            "timing.render_poll: 0s",
            #"timing.render_poll is "0s"; expected a duration such as 500ms, 2s, 15m or 6h, from 1ms to 720h"#
        ),
        ("originals: keep", #"originals is "keep"; expected archive or delete"#),
        ("max_file: 500", #"max_file is "500"; expected a size such as 500MB or 2GB, from 1kB to 100GB"#),
        ("output.mode: 0988", #"output.mode is "0988"; expected an octal file mode such as 0664"#),
        ("output.mode: 0066", #"output.mode is "0066"; expected an octal file mode such as 0664"#),
        ("state: state", #"state is "state"; expected an absolute path, such as /srv/longtake"#),
        ("http.listen: 8095", #"http.listen is "8095"; expected host:port, such as 127.0.0.1:8095, or off"#),
        (
            "log.level: loud",
            #"log.level is "loud"; expected one of trace, debug, info, notice, warning, error, critical"#
        ),
        ("backend.version: 1 0", #"backend.version is "1 0"; expected one word of at most 128 plain characters"#),
        (#"originals: "a\nb\e""#, #"originals is "a\u{A}b\u{1B}"; expected archive or delete"#),
    ])
    func `a bad value is named with its line and what was expected`(line: String, sentence: String) {
        #expect(problems("root: /srv/a\n\(line)\n") == ["/etc/test.yaml:2: \(sentence)"])
    }

    @Test(arguments: [
        "http://api.example", "ftp://api.example", "api.example", "https://", "https://a b", "https://a.example?x=1",
        "http://127.0.0.1.example", "http://localhost.example", "//a.example", "Local",
    ])
    func `an address a token must not go to is refused`(address: String) {
        let expected =
            "expected `local`, or an https:// address (http:// only to this machine, "
            + "as a token would travel in the clear)"
        #expect(
            problems(environment: ["LONGTAKE_ROOT": "/srv/a", "NEMO_API_URL": address])
                == ["environment NEMO_API_URL: backend.url is \"\(address)\"; \(expected)"])
    }

    @Test func `everything wrong is told at once, each where it stands`() {
        let found = problems(
            "root: /srv/a\nworkers: 0\nsoze: 1\n", options: ["log.format": "xml", "backend": "local"],
            environment: ["LONGTAKE_ORIGINALS": "burn", "LONGTAKE_WORKERS": "4"])
        #expect(
            found == [
                #"option backend: "backend" is no setting; etc/longtake/longtake.yaml lists all"#,
                #"/etc/test.yaml:3: "soze" is no setting; etc/longtake/longtake.yaml lists all"#,
                #"environment LONGTAKE_ORIGINALS: originals is "burn"; expected archive or delete"#,
                #"/etc/test.yaml:2: workers is "0"; expected a whole number, from 1 to 256"#,
                #"option log.format: log.format is "xml"; expected text or json"#,
            ])
    }

    @Test func `the error is ready for a terminal`() {
        let problem = SettingsProblem(.option("--root"), "it is gone")
        #expect(
            SettingsError(problems: [problem]).description
                == "The settings have a problem:\n  option --root: it is gone")
        #expect(SettingsError(problems: [problem, problem]).description.hasPrefix("The settings have 2 problems:\n"))
        #expect(SettingsError.exitStatus == 78)
    }

    @Test(arguments: [
        ("", "no watch folder is set; expected root in the settings file, LONGTAKE_ROOT or --root"),
        (
            "root: /srv/a\nfolders: [/srv/b]",
            "/etc/test.yaml:1: root and folders (line 2) stand in one file; expected one of the two"
        ),
        ("folders: []", "/etc/test.yaml:1: folders is not a list; expected `- root: /srv/one` and so on below it"),
        ("folders:\n  - originals: delete", "/etc/test.yaml:2: this entry of folders has no root"),
        ("folders:\n  -\n  - /srv/b", "/etc/test.yaml:2: an entry of folders is empty; expected `root: /srv/one`"),
        (
            "folders:\n  - root: /srv/a\n    workers: 3",
            #"/etc/test.yaml:3: "workers" is no setting of a folder; expected one of "#
                + "root, originals, archive_days, duplicates, output.mode"
        ),
        ("folders: [srv]", #"/etc/test.yaml:1: root is "srv"; expected an absolute path, such as /srv/longtake"#),
        ("folders: [/srv/a, /srv/a/]", "/srv/a is given as a root twice; expected each watch folder once"),
        (
            "folders: [/srv/a/b, /srv/a]",
            "one root lies inside another (/srv/a/b and /srv/a); expected folders apart"
        ),
        (
            "root: /srv/a\nstate: /srv/a/state",
            "state /srv/a/state lies in the watch folder /srv/a, where every editor sees it; expected a folder outside"
        ),
        (
            "root: /srv/a\ntiming.retry_base: 2m",
            "timing.retry_base is longer than timing.retry_cap; expected the cap to be the longer one"
        ),
        ("root: /a\nroot: /b", #"/etc/test.yaml:1: the same key stands twice: "root""#),
        (
            "root: /a\ntiming.lone: 1s\ntiming:\n  lone: 2s",
            "/etc/test.yaml:4: timing.lone stands here for the second time, first on line 2"
        ),
        ("- root", "/etc/test.yaml:1: expected settings, each as `key: value`"),
    ])
    func `settings that do not fit together are refused`(yaml: String, sentence: String) {
        #expect(problems(yaml) == [sentence])
    }

    @Test(arguments: ["root: [", "root: 'open", "\troot: /a", "a: b: c", "root: &x *y", "--- \na: 1\n---\nb: 2"])
    func `what is not YAML is refused with the line at most, and not a word of it`(yaml: String) throws {
        let found = problems(yaml)
        let first = try #require(found.first)
        #expect(found.count == 1)
        #expect(first.hasPrefix("/etc/test.yaml"))
        #expect(first.contains("this is not YAML") && !first.contains(yaml))
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        let file = SettingsFile(path: "/etc/test.yaml", bytes: [0x72, 0x3a, 0x20, 0xff, 0xfe, 0xc3])
        #expect(!file.problems.isEmpty)
    }

    @Test func `an unknown variable of ours is only a warning`() throws {
        let environment = ["LONGTAKE_ROOT": "/srv/a", "LONGTAKE_TIMING_SETLE": "1s", "NEMO_OTHER": "x"]
        let warnings = try Settings.read(file: nil, environment: environment).warnings
        #expect(
            warnings.map(\.description) == [
                "environment LONGTAKE_TIMING_SETLE: \"LONGTAKE_TIMING_SETLE\" is no setting; "
                    + "did you mean LONGTAKE_TIMING_SETTLE?"
            ])
    }

    @Test(arguments: ["0.0.0.0:80", "[::]:80", "192.168.1.7:80"])
    func `a dashboard open to the network is a warning`(address: String) throws {
        let options = ["root": "/srv/a", "http.listen": address]
        let warnings = try Settings.read(file: nil, options: options, environment: [:]).warnings
        #expect(warnings.map(\.key) == ["http.listen"])
    }
}
