// What the daemon costs while nobody drops anything.

import Measuring

/// What processes did while there was nothing to do.
struct IdleFigures {
    struct Line {
        let title: String
        let processorTime: Duration
        let resident: Int
        let highest: Int
    }

    let moment: String
    let span: Duration
    let lines: [Line]

    /// Watches for a while.
    /// - Parameter moment: when in the run this is, for people.
    init(_ moment: String, of meters: [ProcessMeter], over span: Duration) async throws {
        let before = try meters.map { try $0.processorTime() }
        let start = SuspendingClock.now
        try await Task.sleep(for: span, clock: .suspending)
        self.span = SuspendingClock.now - start
        self.moment = moment
        lines = try zip(meters, before).map { meter, before in
            let memory = try meter.residentMemory()
            return Line(
                title: meter.title, processorTime: try meter.processorTime() - before, resident: memory.now,
                highest: memory.highest)
        }
    }

    /// Percent of one processor, all of them together.
    var load: Double { lines.reduce(0) { $0 + load(of: $1) } }

    func load(of line: Line) -> Double { line.processorTime / span * 100 }
}
