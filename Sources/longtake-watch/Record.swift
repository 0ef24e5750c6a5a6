// SPDX-License-Identifier: GPL-2.0-or-later
// What this program says on its standard output, and the only place that knows how it is spelled.

/// One thing worth telling the consumer.
///
/// A record is one byte for its kind, a value of zero or more bytes, and a NUL. A path is relative to the root, its
/// names as the filesystem holds them (any byte but `/` and NUL) joined by `/`; the empty path is the root. Numbers
/// are decimal.
///
///     H version            first record of all; this is version 1
///     R directories        the whole tree is watched, except what U records name; events may come before it
///     A path               a file's writer closed it, or it was renamed to this name
///     C path               an entry was made at this name; it may still be written to
///     V path               a file left this name, or a directory did with all that was below it
///     S path               look at everything below this path: events below it may have been missed
///     O                    events were lost; what U said is void; an S for the root follows when the tree is watched again
///     U path               this directory and what lies below it is not watched: poll it
///     W path               a directory that U named is watched now; an S for it follows
///     L count limit        so many directories are unwatched because the user's limit of watches is used up; 0 when
///                          that is over
///     G                    the root is gone, moved away or unmounted; last record
///     F sentence           this program cannot go on; last record
enum Record {
    case hello
    case ready(directories: Int)
    case appeared(TreePath)
    case changed(TreePath)
    case vanished(TreePath)
    case rescan(TreePath)
    case overflow
    case unwatched(TreePath)
    case watchedAgain(TreePath)
    case limitReached(unwatched: Int, limit: Int)
    case rootGone
    case failed(String)

    var bytes: [UInt8] {
        switch self {
        case .hello: Self.spell("H", "1".utf8)
        case .ready(let directories): Self.spell("R", "\(directories)".utf8)
        case .appeared(let path): Self.spell("A", path.bytes)
        case .changed(let path): Self.spell("C", path.bytes)
        case .vanished(let path): Self.spell("V", path.bytes)
        case .rescan(let path): Self.spell("S", path.bytes)
        case .overflow: Self.spell("O", [])
        case .unwatched(let path): Self.spell("U", path.bytes)
        case .watchedAgain(let path): Self.spell("W", path.bytes)
        case .limitReached(let unwatched, let limit): Self.spell("L", "\(unwatched) \(limit)".utf8)
        case .rootGone: Self.spell("G", [])
        case .failed(let sentence): Self.spell("F", sentence.utf8)
        }
    }

    private static func spell(_ kind: Unicode.Scalar, _ value: some Sequence<UInt8>) -> [UInt8] {
        [UInt8(ascii: kind)] + value + [0]
    }
}
