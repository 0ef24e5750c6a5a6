// Latencies in order, and what is told of them.

import Measuring

/// Durations of one kind. There is at least one.
struct Distribution {
    private let ordered: [Duration]

    init(_ samples: [Duration]) throws {
        guard !samples.isEmpty else { throw CannotMeasure("there are no samples") }
        ordered = samples.sorted()
    }

    var least: Duration { ordered[0] }
    var greatest: Duration { ordered[ordered.count - 1] }

    var median: Duration {
        let middle = ordered.count / 2
        return ordered.count.isMultiple(of: 2) ? (ordered[middle - 1] + ordered[middle]) / 2 : ordered[middle]
    }

    /// The smallest that is no less than so many percent of all (nearest rank).
    func percentile(_ percent: Int) -> Duration {
        ordered[max(0, (ordered.count * percent + 99) / 100 - 1)]
    }
}

extension Duration {
    var milliseconds: Double { self / .milliseconds(1) }
}
