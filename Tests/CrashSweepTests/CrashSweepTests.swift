// A fault at every call that writes, of one whole job: from the daemon's first start to the result in the outbox.
//
// How a point is found and hit: a run without faults is traced by strace, and each writing call in it is a point. The
// program's writing calls are all made by one thread (`Tests/CrashSweepShim/one-writer.c`), so that strace's
// `when=N`, which counts by thread, counts over the whole program. What a fault really hit is read from the trace
// of the run that had it, and only that is counted: calls that differ in name, in place, or in which of their kind
// they are. A first test makes sure that strace saw no writing call of another thread.

import EndToEndSupport
import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(60)))
struct CrashSweepTests {
    @Test(arguments: [SweepScenario.delivering, .returning])
    func `every call that writes is counted over the whole program`(scenario: SweepScenario) async throws {
        let clean = try await scenario.clean
        #expect(clean.strays.isEmpty)
        #expect(clean.points.count >= 200)
    }

    @Test(arguments: Sweep.kinds)
    func `every point that a sample always has is a point of the job`(sweep: Sweep) async throws {
        for (name, points) in sweep.listed(try await sweep.scenario.clean) { #expect(!points.isEmpty, "\(name)") }
    }

    @Test(.enabled(if: SweepExtent.wanted.point != nil))
    func `the one point that is asked for is a point of a sweep`() async throws {
        var found: [FaultPoint] = []
        for sweep in Sweep.kinds { found += sweep.points(try await sweep.scenario.clean) }
        #expect(!found.isEmpty)
    }

    @Test(arguments: Sweep.kinds)
    func `a fault at a call that writes costs time and nothing else`(sweep: Sweep) async throws {
        let clean = try await sweep.scenario.clean
        let points = sweep.points(clean)
        let begun = ContinuousClock.now
        let results = try await Self.results(of: points, sweep.scenario, clean)
        let report = SweepReport(name: sweep.name, results: results, took: ContinuousClock.now - begun)
        // At once, whatever becomes of the rest: standard output may be a file.
        if !points.isEmpty { try FileHandle.standardOutput.write(contentsOf: Data("\(report)\n".utf8)) }
        for result in results where !result.problems.isEmpty { Issue.record("\(result.account)") }
        if case .full = SweepExtent.wanted { #expect(report.pointsHit.count >= sweep.least) }
        if case .sample = SweepExtent.wanted { #expect(report.pointsHit.count >= points.count * 9 / 10) }
    }

    /// Two at a time: a point is mostly waiting.
    private static func results(
        of points: [FaultPoint], _ scenario: SweepScenario, _ clean: SystemCallTrace
    ) async throws -> [SweepResult] {
        try await withThrowingTaskGroup(of: SweepResult.self) { group in
            var results: [SweepResult] = []
            for (index, point) in points.enumerated() {
                if index >= 2, let result = try await group.next() { results.append(result) }
                group.addTask { try await SweepRun(scenario: scenario, point: point, clean: clean).result() }
            }
            for try await result in group { results.append(result) }
            return results
        }
    }
}
