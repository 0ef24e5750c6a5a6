// The command line.

import Measuring

/// What to measure.
struct Options {
    enum Part: String, CaseIterable {
        case backlog, overflow, tree, limit
    }

    /// The program under test.
    var longtake = ".build/release/longtake"
    /// A folder on the disk to measure on.
    var folder = ".build"
    /// Pairs dropped at once.
    var pairs = 10_000
    /// Folders of the tree.
    var folders = 20_000
    var parts = Part.allCases

    static let usage = """
        usage: intake-scale [--longtake PROGRAM] [--folder FOLDER] [--pairs NUMBER] [--folders NUMBER]
                            [--only backlog|overflow|tree|limit]

        Started from the project's folder it needs none of them: it measures the release build there, on the disk
        the build lies on.

        """

    init(_ arguments: some Sequence<String>) throws {
        var words = arguments.makeIterator()
        while let option = words.next() {
            guard let value = words.next() else { throw CannotMeasure("\(option) needs a value") }
            switch option {
            case "--longtake": longtake = value
            case "--folder": folder = value
            case "--pairs": pairs = try Self.number(value, of: option)
            case "--folders": folders = try Self.number(value, of: option)
            case "--only":
                guard let part = Part(rawValue: value) else { throw CannotMeasure("there is no part \(value)") }
                parts = [part]
            default: throw CannotMeasure("there is no option \(option)")
            }
        }
    }

    private static func number(_ value: String, of option: String) throws -> Int {
        guard let number = Int(value), (1...99_999).contains(number) else {
            throw CannotMeasure("\(option) takes a number from 1 to 99999, not \(value)")
        }
        return number
    }
}
