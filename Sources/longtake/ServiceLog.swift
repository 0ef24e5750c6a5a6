// The service's own log on standard error: plain lines for people, or JSON for collectors.

import Daemon
import Foundation
import Logging

/// Writes each record as one line to standard error.
struct ServiceLog: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let format: LogFormat

    static func logger(_ settings: LogSettings) -> Logger {
        Logger(label: "longtake") { _ in ServiceLog(logLevel: settings.level, format: settings.format) }
    }

    /// A logger that says nothing.
    static var silent: Logger { Logger(label: "longtake") { _ in SwiftLogNoOpLogHandler() } }

    private init(logLevel: Logger.Level, format: LogFormat) {
        self.logLevel = logLevel
        self.format = format
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let line =
            switch format {
            case .text: Self.text(event, fields)
            case .json: Self.json(event, fields)
            }
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    private static func text(_ event: LogEvent, _ fields: Logger.Metadata) -> String {
        let known = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        return "\(Date().formatted(.iso8601)) \(event.level.rawValue.uppercased()) \(event.message)\(known)"
    }

    private static func json(_ event: LogEvent, _ fields: Logger.Metadata) -> String {
        var record = ["time": Date().formatted(.iso8601), "level": event.level.rawValue, "message": "\(event.message)"]
        for (key, value) in fields where record[key] == nil { record[key] = "\(value)" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(record)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
