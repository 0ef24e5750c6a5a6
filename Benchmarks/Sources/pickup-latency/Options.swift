// The command line.

import Measuring

/// What to measure.
struct Options {
    /// The program under test.
    var longtake = ".build/release/longtake"
    var clip = "Tests/TestSupport/Media/bikes.mp4"
    /// A folder on the disk to measure on.
    var folder = ".build"
    /// Drops of each kind.
    var drops = 200
    /// How long idleness is watched.
    var idleSpan = Duration.seconds(10)

    static let usage = """
        usage: pickup-latency [--longtake PROGRAM] [--clip FILE] [--folder FOLDER] [--drops NUMBER]

        Started from the project's folder it needs none of them: it measures the release build there, with a
        clip of the tests, on the disk the build lies on.

        """

    init(_ arguments: some Sequence<String>) throws {
        var words = arguments.makeIterator()
        while let option = words.next() {
            guard let value = words.next() else { throw CannotMeasure("\(option) needs a value") }
            switch option {
            case "--longtake": longtake = value
            case "--clip": clip = value
            case "--folder": folder = value
            case "--drops":
                guard let number = Int(value), (1...9999).contains(number) else {
                    throw CannotMeasure("--drops takes a number from 1 to 9999, not \(value)")
                }
                drops = number
            default: throw CannotMeasure("there is no option \(option)")
            }
        }
    }
}
