// Many drops, one at a time and the subjects in turn, so that what else the machine does falls on all of them alike.

import Measuring

/// Reactions of several subjects to drops of one kind.
struct Series {
    /// What one subject took.
    typealias Line = (title: String, figures: Distribution)

    private let subjects: [any Subject]
    private let drops: Int

    /// Drops before those that count, for caches, first allocations and the first pages of logs.
    private static let warmUp = 10
    /// Between preparation and the first drop: everything in the inboxes has settled by then.
    private static let rest = Daemon.settling + .seconds(1)

    /// - Parameter drops: how many count, for each subject.
    init(_ subjects: [any Subject], drops: Int) {
        self.subjects = subjects
        self.drops = drops
    }

    /// - Parameter stem: how the names of the drops begin; no other series may have the same.
    func run(stem: String) async throws -> [Line] {
        let stems = (1...Self.warmUp + drops).map { "\(stem)-\($0)" }
        for subject in subjects { try subject.prepare(stems) }
        try await Task.sleep(for: Self.rest)

        var pauses = Pauses(seed: UInt64(drops))
        var samples: [[Duration]] = subjects.map { _ in [] }
        for (number, stem) in stems.enumerated() {
            for (index, subject) in subjects.enumerated() {
                try await Task.sleep(for: pauses.next())
                let reaction = try subject.react(to: stem)
                if number >= Self.warmUp { samples[index].append(reaction) }
            }
        }
        return try zip(subjects, samples).map { ($0.title, try Distribution($1)) }
    }
}

/// Pauses of 20 to 60 ms, uneven, so that drops do not fall into step with a timer, and the same in every run.
private struct Pauses {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> Duration {
        // Knuth's MMIX generator; its high bits are good enough for this.
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return .microseconds(20_000 + Int64(state >> 33) % 40_000)
    }
}
