// A hundred jobs wait while the backend is down: how they come back when it does.

import JobModel
import NemoAPI
import TestSupport
import Testing

@testable import Pipeline

struct GateHerdTests {
    /// Jobs that each need a few calls answered, played event by event on a clock of its own.
    private struct Play {
        /// What a job does next, and when.
        enum Move {
            case ask(job: Int)
            case end(job: Int, CallPass)
        }

        struct Appointment {
            let at: Duration
            let order: Int
            let move: Move

            func comesBefore(_ other: Appointment) -> Bool { (at, order) < (other.at, other.order) }
        }

        private let bench: GateBench
        /// How long a call takes.
        private let latency: Duration
        private let backendReturns: Duration
        private var moves: [Appointment] = []
        private var order = 0
        /// How many calls each job still needs.
        private var needed: [Int]
        /// When calls arrived at the backend.
        private(set) var arrivals: [Duration] = []
        /// When the last job was done.
        private(set) var done: Duration?

        init(jobs: Int, calls: Int, latency: Duration, backendReturns: Duration, seed: UInt64) {
            bench = GateBench(seed: seed)
            self.latency = latency
            self.backendReturns = backendReturns
            needed = Array(repeating: calls, count: jobs)
            for job in 0..<jobs { schedule(.ask(job: job), at: .zero) }
        }

        mutating func run(until end: Duration) {
            while let index = moves.indices.min(by: { moves[$0].comesBefore(moves[$1]) }), moves[index].at < end {
                let next = moves.remove(at: index)
                bench.now = next.at
                play(next.move)
            }
        }

        private mutating func play(_ move: Move) {
            switch move {
            case .ask(let job):
                switch bench.ask(.state) {
                case .admitted(let pass):
                    arrivals.append(bench.now)
                    schedule(.end(job: job, pass), at: bench.now + latency)
                case .wait(let until, _): schedule(.ask(job: job), at: until)
                case .lookAtBalance: break
                }
            case .end(let job, let pass):
                let isUp = bench.now >= backendReturns
                bench.end(pass, isUp ? nil : .unwell(.status(503)))
                if isUp { needed[job] -= 1 }
                if needed[job] > 0 { return schedule(.ask(job: job), at: bench.now) }
                if needed.allSatisfy({ $0 == 0 }) { done = bench.now }
            }
        }

        private mutating func schedule(_ move: Move, at moment: Duration) {
            order += 1
            moves.append(Appointment(at: moment, order: order, move: move))
        }

        /// How many calls arrived in each second after a moment.
        func rate(after moment: Duration, seconds: Int) -> [Int] {
            (0..<seconds).map { second in
                let begin = moment + .seconds(second)
                return arrivals.count { $0 >= begin && $0 < begin + .seconds(1) }
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64], [5, 300, 3_000])
    func `when the backend returns, few calls arrive in the first seconds, and all jobs come through`(
        _ seed: UInt64, _ milliseconds: Int
    ) throws {
        let returns = Duration.seconds(100)
        var play = Play(
            jobs: 100, calls: 3, latency: .milliseconds(milliseconds), backendReturns: returns, seed: seed)
        play.run(until: .seconds(600))
        let end = try #require(play.done)
        #expect(end < returns + .seconds(120))

        let first = try #require(play.arrivals.first { $0 + .milliseconds(milliseconds) >= returns })
        let closed = first + .milliseconds(milliseconds)
        // The probe has been answered: from here on the ramp holds.
        let rate = play.rate(after: closed, seconds: 4)
        for (second, most) in [1, 2, 4, 8].enumerated() { #expect(rate[second] <= most, "\(rate)") }
    }

    @Test func `while the backend is down, one call goes out in each interval`() {
        var play = Play(
            jobs: 100, calls: 1, latency: .milliseconds(5), backendReturns: .seconds(10_000), seed: 7)
        play.run(until: .seconds(600))
        #expect(play.rate(after: .zero, seconds: 1)[0] == 100)
        let probes = play.arrivals.drop { $0 < .seconds(1) }
        #expect(zip(probes, probes.dropFirst()).allSatisfy { $1 - $0 >= .seconds(30) })
        #expect(probes.count == 19)
    }
}
