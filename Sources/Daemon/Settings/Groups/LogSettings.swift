// The service's own log, which is not the editors' logs beside their results.

import Logging

/// How a log line is written.
package enum LogFormat: String, CaseIterable, SettingValue {
    case text, json
}

package struct LogSettings: Hashable, Sendable {
    /// The least severe level that is written.
    package var level: Logger.Level
    package var format: LogFormat
}

extension LogSettings {
    /// - Configuration keys:
    ///   - `log.level` (trace, debug, info, notice, warning, error or critical, default: info)
    ///   - `log.format` (text or json, default: text)
    init(reading reader: inout SettingsReader) {
        level = reader.value(of: KnownSettings.logLevel)
        format = reader.value(of: KnownSettings.logFormat)
    }
}
