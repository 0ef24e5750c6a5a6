// The share's out-tray: everything that is put back in people's reach goes through here.

import FileAccess
import JobModel
import Telemetry

/// One root's `outbox/`, `archive/` and `failed/`.
package struct ShareOutbox: Sendable {
    package let share: ShareRoot
    package let settings: OutboxSettings

    package init(share: ShareRoot, settings: OutboxSettings) {
        self.share = share
        self.settings = settings
    }

    /// The folder of the outbox that mirrors a drop's folder, made when it is missing.
    func folder(of origin: Origin) throws(FileError) -> Directory {
        try share.outbox.makingDirectory(origin.folder, mode: settings.folderMode)
    }

    /// The lowest take from `first` on whose names are both free.
    package func freeTake(for origin: Origin, from first: Int = 1) throws(FileError) -> Int {
        let folder = try folder(of: origin)
        var take = first
        while true {
            let names = TakeNames(stem: origin.stem, take: take)
            if try folder.status(of: names.result) == nil, try folder.status(of: names.log) == nil { return take }
            take += 1
        }
    }
}
