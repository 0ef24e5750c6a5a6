// The daemon as this benchmark runs it: nothing but events tells it of a drop.

import Measuring

extension Daemon {
    /// `timing.settle_prompt`.
    static let settling = Duration.milliseconds(200)

    /// Starts it.
    /// - Parameters:
    ///   - program: the path of `longtake`.
    ///   - folder: a folder to make, for the root and the state.
    convenience init(quiet program: String, in folder: String) throws {
        try self.init(
            program, in: folder,
            settings: [
                "workers=1", "log.level=warning", "timing.settle_prompt=\(Int(Self.settling.milliseconds))ms",
                // Longer than any run, so that neither a rescan nor a note to the editor has a part in it.
                "timing.rescan=1h", "timing.reminder=1h", "timing.lone=1h",
            ])
    }
}
