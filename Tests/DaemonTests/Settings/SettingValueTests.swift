// How single values are spelled.

import Daemon
import Logging
import SystemPackage
import Testing

@Suite struct SettingValueTests {
    @Test(arguments: KnownSettings.all.filter { !$0.defaultText.isEmpty })
    func `a default reads back as itself`(setting: any KnownSetting) {
        #expect(readBack(setting) == setting.defaultText)
    }

    private func readBack(_ setting: any KnownSetting) -> String? {
        func reading<Value>(_ key: SettingKey<Value>) -> String? { key.value(of: key.defaultText)?.settingText }
        return switch setting {
        case let key as SettingKey<Int>: reading(key)
        case let key as SettingKey<Duration>: reading(key)
        case let key as SettingKey<ByteCount>: reading(key)
        case let key as SettingKey<FilePath>: reading(key)
        case let key as SettingKey<FilePermissions>: reading(key)
        case let key as SettingKey<BackendChoice>: reading(key)
        case let key as SettingKey<WebAddress>: reading(key)
        case let key as SettingKey<HeaderWord>: reading(key)
        case let key as SettingKey<ListenAddress>: reading(key)
        case let key as SettingKey<OriginalsPolicy>: reading(key)
        case let key as SettingKey<DuplicatesPolicy>: reading(key)
        case let key as SettingKey<LogFormat>: reading(key)
        case let key as SettingKey<Logger.Level>: reading(key)
        default: nil
        }
    }

    @Test(
        arguments: [
            ("500ms", .milliseconds(500)), ("2s", .seconds(2)), ("15m", .seconds(900)), ("6h", .seconds(21_600)),
            ("0s", .zero), ("999999999h", .seconds(3_599_999_996_400)),
        ] as [(String, Duration)])
    func `a duration is a whole number and a unit`(text: String, duration: Duration) {
        #expect(Duration(settingText: text) == duration)
    }

    @Test(arguments: ["", "2", "s", "-2s", "+2s", "2 s", "2S", "1.5s", "2sec", "٣s", "9999999999s", "2s ", "1h30m"])
    func `anything else is no duration`(text: String) {
        #expect(Duration(settingText: text) == nil)
    }

    @Test(
        arguments: [
            (.milliseconds(200), "200ms"), (.milliseconds(1500), "1500ms"), (.seconds(60), "60s"),
            (.seconds(90), "90s"),
            (.seconds(120), "2m"), (.seconds(3600), "1h"), (.seconds(86_400), "24h"), (.zero, "0s"),
        ] as [(Duration, String)])
    func `a duration is shown in the unit people would use`(duration: Duration, text: String) {
        #expect(duration.settingText == text)
        #expect(Duration(settingText: text) == duration)
    }

    @Test(arguments: [
        ("500MB", 500_000_000), ("2GB", 2_000_000_000), ("1kB", 1000), ("1KB", 1000), ("1MiB", 1_048_576), ("7B", 7),
    ])
    func `a megabyte is a million bytes`(text: String, bytes: Int64) {
        #expect(ByteCount(settingText: text)?.bytes == bytes)
    }

    @Test(arguments: ["", "500", "MB", "500mb", "5.5MB", "-1MB", "500 MB", "10000000000B"])
    func `a size without its unit is none`(text: String) { #expect(ByteCount(settingText: text) == nil) }

    @Test(arguments: [("0664", 0o664), ("664", 0o664), ("0o664", 0o664), ("0600", 0o600), ("0777", 0o777)])
    func `a mode is octal`(text: String, bits: CInterop.Mode) {
        #expect(FilePermissions(settingText: text)?.rawValue == bits)
    }

    @Test(arguments: ["", "4", "0x1ff", "2664", "1777", "-664", "rw-", "0468", "0444", "06 4"])
    func `a mode its owner could not work with is none`(text: String) {
        #expect(FilePermissions(settingText: text) == nil)
    }

    @Test(arguments: [
        ("/srv/a/", "/srv/a"), ("/srv//a/./b", "/srv/a/b"), ("/srv/x/../a", "/srv/a"), ("/srv/a b", "/srv/a b"),
    ])
    func `a path is absolute and plain`(text: String, path: String) {
        #expect(FilePath(settingText: text)?.string == path)
        for relative in ["", ".", "srv", "~/srv", "./srv", "/srv\0"] { #expect(FilePath(settingText: relative) == nil) }
    }

    @Test(arguments: [
        ("127.0.0.1:8095", ListenAddress.address(host: "127.0.0.1", port: 8095)),
        ("localhost:0", .address(host: "localhost", port: 0)), ("[::1]:80", .address(host: "::1", port: 80)),
        ("off", .off),
    ])
    func `an address to listen on is a host and a port`(text: String, address: ListenAddress) {
        #expect(ListenAddress(settingText: text) == address)
        #expect(address.settingText == text)
        #expect(!address.isOpenToNetwork)
    }

    @Test(arguments: [
        "", ":80", "a:", "a:b", "a:65536", "a:-1", "a:+1", "::1:80", "[]:80", "[a]:80", "a b:80", "on", "OFF",
    ])
    func `anything else is no address to listen on`(text: String) { #expect(ListenAddress(settingText: text) == nil) }

    @Test(arguments: [
        ("https://api.example", "https://api.example"), ("https://api.example:8443/v1/", "https://api.example:8443/v1"),
        ("http://localhost:9000", "http://localhost:9000"), ("http://127.8.9.1:1/", "http://127.8.9.1:1"),
        ("http://[::1]:9000", "http://[::1]:9000"),
    ])
    func `an address a token may go to loses only its last slash`(text: String, kept: String) {
        #expect(WebAddress(text)?.text == kept)
    }
}
