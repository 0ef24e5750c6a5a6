// How much of the sweep is wanted: a sample in `make test`, all of it in `make test-crash`, one point to look into it.

import Foundation

/// The extent of the sweep, from the environment: `LONGTAKE_SWEEP=full`, or the name of one point alone, such as
/// `kill at fdatasync state/ledger.sqlite-wal #12`.
enum SweepExtent {
    case sample, full
    case one(String)

    static let variable = "LONGTAKE_SWEEP"

    static let wanted: SweepExtent =
        switch ProcessInfo.processInfo.environment[variable] {
        case nil, "": .sample
        case "full": .full
        case .some(let name): .one(name)
        }

    /// The name of the one point that is wanted.
    var point: String? { if case .one(let name) = self { name } else { nil } }
}
