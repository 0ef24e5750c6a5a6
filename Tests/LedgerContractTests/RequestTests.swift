// Requests that people leave for the daemon: each is answered once it has taken effect, whoever runs by then.

import JobModel
import Ledger
import LedgerSQLite
import TestSupport
import Testing

@Suite struct RequestTests {
    private static let wishes: [JobRequest.Wish] = [.cancel, .retry(resend: false), .retry(resend: true)]
    private let granted = RequestAnswer(isGranted: true, "Job a is cancelled.")

    @Test(arguments: LedgerDriver.all)
    func `requests wait in their order until each has its answer`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        #expect(try await fresh.ledger.openRequests().isEmpty)
        let requests = Self.wishes.enumerated().map { JobRequest($0.element, of: JobID("job-\($0.offset)")) }
        var numbers: [Int64] = []
        for request in requests { numbers.append(try await fresh.ledger.leave(request, at: .start)) }
        #expect(Set(numbers).count == numbers.count)
        #expect(
            try await fresh.ledger.openRequests()
                == zip(numbers, requests).map { NumberedRequest(number: $0, request: $1) })
        for number in numbers { #expect(try await fresh.ledger.answer(to: number) == nil) }

        try await fresh.ledger.answer(numbers[1], with: granted, under: fresh.epoch)
        #expect(try await fresh.ledger.answer(to: numbers[1]) == granted)
        #expect(try await fresh.ledger.openRequests().map(\.number) == [numbers[0], numbers[2]])
        #expect(try await fresh.ledger.answer(to: numbers[0]) == nil)
    }

    @Test(arguments: LedgerDriver.all)
    func `a request changes no job, be there one or not`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        try await fresh.add(.clip("a"))
        let before = try await fresh.contents()
        for name in ["a", "unknown"] {
            let number = try await fresh.ledger.leave(JobRequest(.cancel, of: JobID(name)), at: .start)
            try await fresh.ledger.answer(number, with: granted, under: fresh.epoch)
        }
        #expect(try await fresh.contents() == before)
        #expect(try await fresh.require().job.id == JobID("a"))
    }

    @Test(arguments: LedgerDriver.all)
    func `a number nobody was given has no answer`(driver: LedgerDriver) async throws {
        let fresh = try await driver.fresh()
        #expect(try await fresh.ledger.answer(to: 17) == nil)
        try await fresh.ledger.answer(17, with: granted, under: fresh.epoch)
        #expect(try await fresh.ledger.answer(to: 17) == nil)
    }

    @Test(arguments: LedgerDriver.all)
    func `only the holder of the epoch answers, and the next one finds what was left open`(
        driver: LedgerDriver
    ) async throws {
        let fresh = try await driver.fresh()
        let number = try await fresh.ledger.leave(JobRequest(.cancel, of: JobID("a")), at: .start)
        let epoch = try await fresh.ledger.beginEpoch(holder: "second", at: .start)
        await expectFenced { try await fresh.ledger.answer(number, with: granted, under: fresh.epoch) }
        #expect(try await fresh.ledger.answer(to: number) == nil)
        #expect(try await fresh.ledger.openRequests().map(\.number) == [number])
        try await fresh.ledger.answer(number, with: granted, under: epoch)
        #expect(try await fresh.ledger.openRequests().isEmpty)
    }
}

/// As `longtake jobs retry` and the daemon do it: each with a connection of its own.
@Suite struct RequestBoxTests {
    private let folder: TemporaryFolder
    private var path: String { folder.appending("ledger.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    @Test func `a request crosses from one connection to the other, and its answer back`() async throws {
        let daemon = try SQLiteLedger(path: path)
        let epoch = try await daemon.beginEpoch(holder: "daemon", at: .start)
        let box = try SQLiteRequestBox(path: path)
        let request = JobRequest(.retry(resend: true), of: JobID("a"))
        let number = try await box.leave(request, at: .start)
        #expect(try await daemon.openRequests() == [NumberedRequest(number: number, request: request)])
        #expect(try await box.answer(to: number) == nil)
        let answer = RequestAnswer(isGranted: false, "There is no job a.")
        try await daemon.answer(number, with: answer, under: epoch)
        #expect(try await box.answer(to: number) == answer)
    }

    @Test func `a request left while no daemon runs is found by the next`() async throws {
        try SQLiteLedger(path: path).close()
        let request = JobRequest(.cancel, of: JobID("a"))
        let number = try await SQLiteRequestBox(path: path).leave(request, at: .start)

        let daemon = try SQLiteLedger(path: path)
        let epoch = try await daemon.beginEpoch(holder: "daemon", at: .start)
        #expect(try await daemon.openRequests() == [NumberedRequest(number: number, request: request)])
        try await daemon.answer(number, with: RequestAnswer(isGranted: true, "Done."), under: epoch)
        try daemon.close()
        #expect(try await SQLiteRequestBox(path: path).answer(to: number)?.isGranted == true)
        #expect(try await SQLiteLedger(path: path).openRequests().isEmpty)
    }

    @Test func `many who ask while the daemon writes all get their answer`() async throws {
        let daemon = try SQLiteLedger(path: path)
        let epoch = try await daemon.beginEpoch(holder: "daemon", at: .start)
        let path = path
        let numbers = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for asker in 0..<4 {
                group.addTask {
                    let box = try SQLiteRequestBox(path: path)
                    var numbers: [Int64] = []
                    for turn in 0..<10 {
                        let job = JobID("job-\(asker)-\(turn)")
                        numbers.append(try await box.leave(JobRequest(.cancel, of: job), at: .start))
                    }
                    return numbers
                }
            }
            group.addTask {
                for number in 0..<40 { try await daemon.admit(.clip("clip-\(number)"), under: epoch) }
                return []
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let open = try await daemon.openRequests()
        #expect(open.map(\.number) == numbers.sorted())
        #expect(open.count == 40)
        for request in open {
            let answer = RequestAnswer(isGranted: true, request.request.job.rawValue)
            try await daemon.answer(request.number, with: answer, under: epoch)
        }
        let box = try SQLiteRequestBox(path: path)
        for request in open {
            #expect(try await box.answer(to: request.number)?.sentence == request.request.job.rawValue)
        }
    }

    @Test func `where there is no ledger none is made`() async throws {
        await expect(.missing) { _ = try SQLiteRequestBox(path: path) }
        await expect(.missing) { _ = try SQLiteLedger.reader(path: path) }
    }
}
