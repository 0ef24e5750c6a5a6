// Everything an operator can choose, as plain values: composed here, handed part by part to what uses it.

import SystemPackage

/// The settings of one start (FOLDER-CONTRACT 7).
package struct Settings: Hashable, Sendable {
    /// Never empty, unless the command that asked needs none. No two overlap.
    package var roots: [RootSettings]
    /// Where ledger, client id and anonymous token are kept.
    package var state: FilePath
    package var backend: BackendSettings
    package var intake: IntakeSettings
    package var work: WorkSettings
    package var timing: BackendTiming
    /// Where dashboard, health and metrics listen.
    package var listen: ListenAddress
    package var log: LogSettings
}

extension Settings {
    /// - Configuration keys: those of the parts, and
    ///   - `state` (absolute path, default: /var/lib/longtake)
    ///   - `http.listen` (host:port or `off`, default: 127.0.0.1:8095)
    init(reading reader: inout SettingsReader, file: SettingsFile?, environment: [String: String]) {
        roots = RootSettings.all(reading: &reader, file: file)
        state = reader.value(of: KnownSettings.state)
        backend = BackendSettings(reading: &reader, environment: environment)
        intake = IntakeSettings(reading: &reader)
        work = WorkSettings(reading: &reader)
        timing = BackendTiming(reading: &reader)
        listen = reader.value(of: KnownSettings.httpListen)
        log = LogSettings(reading: &reader)
    }
}
