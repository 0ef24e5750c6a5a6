// For each setting a text that differs from its default, and how the settings show it once read.

import Daemon
import JobModel
import Testing

/// A value of a setting, and the place it is found again in ``Settings``.
struct SettingSample: Sendable, CustomTestStringConvertible {
    let setting: any KnownSetting
    let text: String
    /// The value as a settings file would spell it, taken from where the setting ends up.
    let shown: @Sendable (Settings) -> String

    init<Value: SettingValue>(
        _ setting: SettingKey<Value>, _ text: String, _ found: @escaping @Sendable (Settings) -> Value
    ) {
        self.setting = setting
        self.text = text
        shown = { found($0).settingText }
    }

    var testDescription: String { setting.name }

    static let all = [
        SettingSample(KnownSettings.root, "/srv/clips") { $0.roots.first?.path },
        SettingSample(KnownSettings.originals, "delete") { $0.roots.first?.originals ?? .archive },
        SettingSample(KnownSettings.archiveDays, "30") { $0.roots.first?.archiveDays ?? 0 },
        SettingSample(KnownSettings.duplicates, "redo") { $0.roots.first?.duplicates ?? .reuse },
        SettingSample(KnownSettings.maxFile, "20MB") { ByteCount(bytes: $0.intake.maxFile) },
        SettingSample(KnownSettings.outputMode, "0640") { $0.roots.first?.outputMode ?? [] },
        SettingSample(KnownSettings.state, "/tmp/state", \.state),
        SettingSample(KnownSettings.workers, "16", \.work.workers),
        SettingSample(KnownSettings.uploads, "3", \.work.uploads),
        SettingSample(KnownSettings.backendURL, "local", \.backend.address),
        SettingSample(KnownSettings.backendTokenFile, "/etc/longtake/token", \.backend.tokenFile),
        SettingSample(KnownSettings.backendVersion, "2.1.0", \.backend.version),
        SettingSample(KnownSettings.backendWebURL, "https://web.example", \.backend.web),
        SettingSample(KnownSettings.backendClientID, "6f1c2b1e", \.backend.clientID),
        SettingSample(KnownSettings.backendPlatform, "clawhub", \.backend.platform),
        SettingSample(KnownSettings.httpListen, "off", \.listen),
        SettingSample(KnownSettings.logLevel, "debug", \.log.level),
        SettingSample(KnownSettings.logFormat, "json", \.log.format),
        SettingSample(KnownSettings.settle, "1s", \.intake.settle),
        SettingSample(KnownSettings.settlePrompt, "0s", \.intake.settlePrompt),
        SettingSample(KnownSettings.settleRemote, "7s", \.intake.settleRemote),
        SettingSample(KnownSettings.rescan, "3s", \.intake.rescan),
        SettingSample(KnownSettings.reminder, "4s", \.intake.reminder),
        SettingSample(KnownSettings.lone, "5s", \.intake.lone),
        SettingSample(KnownSettings.incompleteNote, "6s", \.intake.incompleteNote),
        SettingSample(KnownSettings.incompleteFail, "6h", \.intake.incompleteFail),
        SettingSample(KnownSettings.stillWorking, "8s", \.timing.message.stillWorking),
        SettingSample(KnownSettings.messageLimit, "9m", \.timing.message.limit),
        SettingSample(KnownSettings.heartbeatLimit, "8m", \.timing.message.heartbeatLimit),
        SettingSample(KnownSettings.idleLimit, "7m", \.timing.message.idleLimit),
        SettingSample(KnownSettings.recheckFirst, "11ms", \.timing.recheck.first),
        SettingSample(KnownSettings.recheckNext, "12ms", \.timing.recheck.next),
        SettingSample(KnownSettings.recheckCount, "2", \.timing.recheck.count),
        SettingSample(KnownSettings.quietCheck, "13ms", \.timing.message.quietCheck),
        SettingSample(KnownSettings.renderPoll, "14ms", \.timing.render.poll),
        SettingSample(KnownSettings.renderLimit, "15m", \.timing.render.limit),
        SettingSample(KnownSettings.rateLimitWait, "16ms", \.timing.rateLimitWait),
        SettingSample(KnownSettings.creditsPoll, "17ms", \.timing.creditsPoll),
        SettingSample(KnownSettings.breaker, "18ms", \.timing.breaker),
        SettingSample(KnownSettings.retryBase, "19ms", \.timing.retry.base),
        SettingSample(KnownSettings.retryCap, "20s", \.timing.retry.cap),
        SettingSample(KnownSettings.drain, "21s", \.work.drain),
    ]
}
