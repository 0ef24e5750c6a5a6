// One round of a fuzzing test: what it does follows from its seed and number alone, so that it can be repeated.

import Foundation

/// A round. Every failure names it; where the process does not live to tell, `LONGTAKE_FUZZ_TRACE=1` writes each round to
/// standard error before it begins, and `LONGTAKE_FUZZ_SEED` and `LONGTAKE_FUZZ_ROUND` run it alone.
package struct FuzzRound: Hashable, Sendable, CustomStringConvertible {
    package let seed: UInt64
    package let number: Int

    package var description: String { "seed \(seed), round \(number)" }

    package func mutator(words: [String] = [], sizeLimit: Int = 1 << 20) -> ByteMutator {
        ByteMutator(seed: seed << 32 | UInt64(number), words: words, sizeLimit: sizeLimit)
    }

    /// How many times the usual rounds are wanted: `LONGTAKE_FUZZ_ROUNDS`, else 1. Time limits grow with it.
    package static let factor = max(1, Int(environment["LONGTAKE_FUZZ_ROUNDS"] ?? "") ?? 1)

    fileprivate static let environment = ProcessInfo.processInfo.environment
}

/// The rounds of one seed, one after the other. Between two of them other tests get their turn; a test that has reached
/// its time limit gets no more.
package struct FuzzRounds: AsyncSequence, AsyncIteratorProtocol, Sendable {
    private let name: String
    private let seed: UInt64
    private var rest: Range<Int>

    /// - Parameters:
    ///   - usual: how many there are without ``FuzzRound/factor``.
    ///   - name: stands in the trace.
    package init(_ usual: Int, seed: UInt64, of name: StaticString = #function) {
        let environment = FuzzRound.environment
        let isWanted = environment["LONGTAKE_FUZZ_SEED"].map { $0 == "\(seed)" } ?? true
        let all = 0..<(isWanted ? usual * FuzzRound.factor : 0)
        rest = environment["LONGTAKE_FUZZ_ROUND"].flatMap { Int($0) }.map { all.clamped(to: $0..<($0 + 1)) } ?? all
        self.name = "\(name)"
        self.seed = seed
    }

    package func makeAsyncIterator() -> FuzzRounds { self }

    package mutating func next() async -> FuzzRound? {
        await Task.yield()
        guard !Task.isCancelled, let number = rest.popFirst() else { return nil }
        let round = FuzzRound(seed: seed, number: number)
        if Self.isTraced { FileHandle.standardError.write(Data("\(name): \(round)\n".utf8)) }
        return round
    }

    private static let isTraced = FuzzRound.environment["LONGTAKE_FUZZ_TRACE"] == "1"
}

/// How much memory this process holds at the moment.
package enum ResidentMemory {
    /// In bytes, from `/proc/self/statm` (proc_pid_statm(5)); 0 where that cannot be read.
    package static var bytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
