// The figures of an editor's log that are told only where they are known: credits, estimates, long uploads.

import JobModel
import Ledger
import Testing

@testable import NemoAPI
@testable import Pipeline

@Suite struct CreditsMeterTests {
    private let meter = CreditsMeter()
    private let a = JobID("a")
    private let b = JobID("b")
    private let account = AccountID("account")

    private func balance(_ available: Double, frozen: Double = 0) -> Balance {
        Balance(available: available, frozen: frozen, total: available + frozen)
    }

    private func spent(by job: JobID, now: Balance) -> Double? { meter.spent(by: job, account: account, now: now) }

    @Test func `what one job alone has made of a balance is what it has cost`() {
        meter.begin(a, account: account, balance: balance(100))
        #expect(spent(by: a, now: balance(50)) == 50)
        meter.end(a)
        #expect(spent(by: a, now: balance(50)) == nil)
        meter.begin(b, account: account, balance: balance(50))
        #expect(spent(by: b, now: balance(49.5)) == 0.5)
    }

    @Test func `two jobs of an account at once are told nothing, even when one is over`() {
        meter.begin(a, account: account, balance: balance(100))
        meter.begin(b, account: account, balance: balance(100))
        meter.end(a)
        #expect(spent(by: b, now: balance(50)) == nil)
    }

    @Test func `a job of another account is in nobody's way, nor is its balance anybody else's`() {
        meter.begin(a, account: account, balance: balance(100))
        meter.begin(b, account: AccountID("other"), balance: balance(100))
        #expect(spent(by: a, now: balance(50)) == 50)
        #expect(spent(by: b, now: balance(50)) == nil)
    }

    @Test func `nothing is told of work that still runs, of a balance that rose, or of nothing spent`() {
        meter.begin(a, account: account, balance: balance(100))
        for now in [balance(50, frozen: 50), balance(150), balance(100)] { #expect(spent(by: a, now: now) == nil) }
        meter.begin(b, account: AccountID("other"), balance: balance(100, frozen: 1))
        #expect(meter.spent(by: b, account: AccountID("other"), now: balance(50)) == nil)
    }
}

@Suite struct EstimateTests {
    private func place(inLane: Int = 0, elsewhere: Int = 0) -> QueuePlace {
        QueuePlace(aheadInLane: inLane, aheadElsewhere: elsewhere, holder: nil)
    }

    @Test func `too few jobs say nothing, and one that rested for days moves nothing`() {
        #expect(Estimate.typical(of: []) == nil)
        #expect(Estimate.typical(of: [.seconds(1), .seconds(2)]) == nil)
        #expect(Estimate.typical(of: [.seconds(90), .seconds(400_000), .seconds(80)]) == .seconds(90))
    }

    @Test func `jobs of a lane come one after the other, those of others side by side`() {
        #expect(Estimate.wait(for: place(inLane: 3), typical: .seconds(60), workers: 8) == .seconds(180))
        #expect(Estimate.wait(for: place(elsewhere: 7), typical: .seconds(60), workers: 8) == .seconds(60))
        #expect(Estimate.wait(for: place(elsewhere: 7), typical: nil, workers: 8) == nil)
    }
}

@Suite struct UploadNewsTests {
    @Test func `a quick upload is told nothing of`() {
        let news = UploadNews(size: 100, begun: .zero)
        for sent in [0, 25, 50, 75, 100] as [Int64] { #expect(news.news(sent: sent, at: .seconds(29)) == nil) }
    }

    @Test func `of a long one each quarter is told once, with the speed so far`() {
        let news = UploadNews(size: 4_000_000, begun: .seconds(100))
        var told: [String] = []
        for step in 0...100 {
            let sent = Int64(step) * 40_000
            if let (percent, speed) = news.news(sent: sent, at: .seconds(100 + step)) {
                told.append("\(percent)% \(Int(speed))")
            }
        }
        // The first quarter was done before one could call it long.
        #expect(told == ["50% 40000", "75% 40000"])
    }

    @Test(arguments: [0, -1] as [Int64])
    func `an upload without a size is told nothing of`(size: Int64) {
        #expect(UploadNews(size: size, begun: .zero).news(sent: 1, at: .seconds(60)) == nil)
    }
}
