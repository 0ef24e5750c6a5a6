// Reads how much is done at once.

extension WorkSettings {
    /// - Configuration keys:
    ///   - `workers` (number, default: 8)
    ///   - `uploads` (number, default: 4)
    ///   - `timing.drain` (duration, default: 30s)
    init(reading reader: inout SettingsReader) {
        workers = reader.value(of: KnownSettings.workers)
        uploads = min(reader.value(of: KnownSettings.uploads), workers)
        drain = reader.value(of: KnownSettings.drain)
    }
}
