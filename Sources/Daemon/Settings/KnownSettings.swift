// The table of settings: the one place that says which there are. The check for unknown keys, the example file's
// test and `--help` are made from it (FOLDER-CONTRACT 7, PROTOCOL 1).

import Logging
import SystemPackage

/// Every setting, by name. Those of time stand in `KnownSettings+Timing.swift`.
package enum KnownSettings {
    package struct Group: Sendable {
        package let title: String
        package let settings: [any KnownSetting]
    }

    /// In the order they are shown.
    package static let groups = [
        Group(title: "Watch folders", settings: [root, originals, archiveDays, duplicates, maxFile, outputMode]),
        Group(title: "Work", settings: [state, workers, uploads]),
        Group(
            title: "Backend",
            settings: [
                backendURL, backendTokenFile, backendVersion, backendWebURL, backendClientID, backendPlatform,
            ]),
        Group(title: "Dashboard and log", settings: [httpListen, logLevel, logFormat]),
        Group(title: "Timing: picking up", settings: pickUpTimes),
        Group(title: "Timing: the backend", settings: backendTimes),
        Group(title: "Timing: stopping", settings: [drain]),
    ]

    package static let all = groups.flatMap(\.settings)

    /// The key of a list of roots. Only a file can hold it, so it is no row of the table.
    package static let folders = "folders"

    /// Holds the token itself. It is no row either: a token stands in no file of settings and in no command line.
    package static let tokenVariable = "NEMO_TOKEN"

    /// What a root of the list may set for itself.
    package static let ofFolder: [any KnownSetting] = [root, originals, archiveDays, duplicates, outputMode]
}

extension KnownSettings {
    package static let root = SettingKey<FilePath?>(
        "root", default: nil, option: "--root",
        "the watch folder, holding inbox/, outbox/, archive/ and failed/; or `folders`, a list of them")
    package static let originals = SettingKey(
        "originals", default: OriginalsPolicy.archive, "what becomes of the files of a finished job")
    package static let archiveDays = SettingKey(
        "archive_days", default: 0, within: 0...36_500, "archived originals older than this are removed; 0 is never")
    package static let duplicates = SettingKey(
        "duplicates", default: DuplicatesPolicy.reuse,
        "the same clip with the same prompt again: deliver the result there is, or make and pay for a new one")
    package static let maxFile = SettingKey(
        "max_file", default: ByteCount(bytes: 500_000_000),
        within: ByteCount(bytes: 1000)...ByteCount(bytes: 100_000_000_000), "a larger file is refused before upload")
    package static let outputMode = SettingKey(
        "output.mode", default: FilePermissions(rawValue: 0o664), "the file mode of results and logs")

    package static let state = SettingKey(
        "state", default: FilePath("/var/lib/longtake"), option: "--state",
        "where the ledger, the client id and the anonymous token are kept; never inside a watch folder")
    package static let workers = SettingKey("workers", default: 8, within: 1...256, "jobs in progress at once")
    package static let uploads = SettingKey("uploads", default: 4, within: 1...256, "of them uploading at once")

    package static let backendURL = SettingKey(
        "backend.url", default: BackendChoice.standard, option: "--backend", nemoName: "NEMO_API_URL",
        "the video backend: an address, or `local` for the embedded one")
    package static let backendTokenFile = SettingKey<FilePath?>(
        "backend.token_file", default: nil, showsValue: false,
        "a file that holds the token, read again when it changes; NEMO_TOKEN wins; without either a free one is fetched"
    )
    package static let backendVersion = SettingKey(
        "backend.version", default: HeaderWord.standardVersion, "sent as X-Skill-Version")
    package static let backendWebURL = SettingKey(
        "backend.web_url", default: WebAddress.standardWeb, nemoName: "NEMO_WEB_URL",
        "the web site that links for people lead to")
    package static let backendClientID = SettingKey<HeaderWord?>(
        "backend.client_id", default: nil, nemoName: "NEMO_CLIENT_ID",
        "who asks for a free token; without it a random one is made once and kept")
    package static let backendPlatform = SettingKey<HeaderWord?>(
        "backend.platform", default: nil, nemoName: "SKILL_SOURCE",
        "sent as X-Skill-Platform; without it the install path tells")

    package static let httpListen = SettingKey(
        "http.listen", default: ListenAddress.address(host: "127.0.0.1", port: 8095),
        "the dashboard, health and metrics; it has no password, so keep it on this machine")
    package static let logLevel = SettingKey(
        "log.level", default: Logger.Level.info, "the least severe lines of the service's own log")
    package static let logFormat = SettingKey("log.format", default: LogFormat.text, "how they are written to stderr")
}
