// A tree of folders, as many as an archive of years has.

import Measuring

/// Folders below an inbox, made breadth by breadth, the last of them far down.
struct Tree {
    /// The last one made, which lies deepest.
    private(set) var deepest: String
    private var left: Int

    private static let breadth = 27
    private static let depth = 40

    /// - Parameter count: how many folders to make below `top`.
    init(of count: Int, below top: String) throws {
        deepest = top
        left = max(0, count - Self.depth)
        try grow(below: top, levels: 3)
        left += min(count, Self.depth)
        var folder = top
        while left > 0 {
            folder += "/down"
            try make(folder)
        }
    }

    private mutating func grow(below folder: String, levels: Int) throws {
        guard levels > 0 else { return }
        for number in 1...Self.breadth where left > 0 {
            try make("\(folder)/\(number)")
            try grow(below: "\(folder)/\(number)", levels: levels - 1)
        }
    }

    private mutating func make(_ folder: String) throws {
        try makeFolder(folder)
        left -= 1
        deepest = folder
    }
}
