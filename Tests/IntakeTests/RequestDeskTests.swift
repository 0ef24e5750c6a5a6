// What people ask about a job by note or command: granted, refused, or left open until it has taken effect.

import FileAccess
import Intake
import JobModel
import Ledger
import Synchronization
import TestSupport
import Testing
import Timing

@Suite(.timeLimit(.minutes(5)))
struct RequestDeskTests {
    private static let wishes: [JobRequest.Wish] = [.cancel, .retry(resend: false), .retry(resend: true)]

    @Test(arguments: Standing.all, wishes)
    func `every wish has its answer in every condition`(standing: Standing, wish: JobRequest.Wish) async throws {
        let share = try await InboxShare()
        try await standing.prepare(share, try share.desk())
        let before = try await share.jobs.first
        let id = before?.id ?? JobID("job-1")

        let desk = share.requestDesk(running: standing.isRunning ? [id] : [])
        let answer = try await desk.answer(to: JobRequest(wish, of: id))
        #expect(answer?.isGranted == standing.granted(wish))
        #expect(answer.map { $0.sentence.hasSuffix(".") && $0.sentence.contains(id.rawValue) } != false)

        let job = try await share.jobs.first
        guard answer?.isGranted == true, before?.state.isCancelled == false || wish != .cancel else {
            #expect(job == before, "nothing may change but by a wish that is granted")
            return
        }
        switch wish {
        case .cancel: #expect(job?.state.isCancelled == true)
        case .retry(let resend):
            #expect(job?.reopenings == 1)
            #expect(job?.state.isOver == false)
            #expect(job?.mayResend == (resend && before?.isUncertain == true))
            #expect(try share.claimedNames(id) == pair)
            #expect(try share.names(in: "failed").isEmpty)
            #expect(try share.text("outbox/clip.log").contains("Taken up again where it stopped."))
        }
    }

    @Test(arguments: Standing.all, wishes)
    func `what was granted or refused stays so when it is asked again`(
        standing: Standing, wish: JobRequest.Wish
    ) async throws {
        let share = try await InboxShare()
        try await standing.prepare(share, try share.desk())
        let request = JobRequest(wish, of: try await share.jobs.first?.id ?? JobID("job-1"))
        let desk = share.requestDesk(running: standing.isRunning ? [request.job] : [])
        _ = try await desk.answer(to: request)
        let after = try await share.jobs
        let again = try await desk.answer(to: request)
        #expect(try await share.jobs == after)
        // By the second look a retry is under way, and so needs no granting.
        if wish == .cancel { #expect(again?.isGranted == standing.cancel) } else { #expect(again?.isGranted != true) }
    }

    @Test func `a running job is told to stop, and the answer comes when it has`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.settle(desk)
        let claimed = try await share.begin()
        let asked = Mutex<[JobID]>([])
        let request = JobRequest(.cancel, of: claimed.job.id)
        let running = share.requestDesk(running: [request.job], asked: { id in asked.withLock { $0.append(id) } })
        for turn in 1...2 {
            #expect(try await running.answer(to: request) == nil)
            #expect(asked.withLock(\.self) == Array(repeating: request.job, count: turn))
        }
        try await share.giveBack(claimed, with: .cancelled)
        try await share.ledger.release(claimed.claim)
        #expect(try await share.requestDesk().answer(to: request)?.isGranted == true)
    }

    @Test func `a job that ends by itself before it could stop says so`() async throws {
        let share = try await InboxShare("drop clip")
        let desk = try share.desk()
        try await share.settle(desk)
        let claimed = try await share.begin()
        let request = JobRequest(.cancel, of: claimed.job.id)
        #expect(try await share.requestDesk().answer(to: request) == nil)
        try await share.giveBack(claimed, with: .failed(.ordinary))
        try await share.ledger.release(claimed.claim)
        let answer = try await share.requestDesk().answer(to: request)
        #expect(answer == RequestAnswer(isGranted: false, "Job job-1 has failed already; its files are in failed/."))
    }

    @Test func `cancelling a job that rests is told in its log`() async throws {
        let share = try await InboxShare("drop clip")
        try await share.settle(try share.desk())
        let rings = share.timesAdmitted
        _ = try await share.requestDesk().answer(to: JobRequest(.cancel, of: JobID("job-1")))
        #expect(try share.text("outbox/clip.log").contains("Cancelled."))
        #expect(share.timesAdmitted > rings, "somebody has to give its files back")
    }

    @Test func `giving up a job writes into no log, as its log is in failed`() async throws {
        let share = try await InboxShare("drop clip")
        try await share.dropAndEnd(try share.desk(), after: .sending, with: .failed(.uncertain))
        let answer = try await share.requestDesk().answer(to: JobRequest(.cancel, of: JobID("job-1")))
        #expect(answer?.isGranted == true)
        #expect(try share.names(in: "outbox").isEmpty)
        #expect(try share.names(in: "failed") == ["clip.mp4", "clip.prompt.txt", "clip.log"])
    }

    @Test func `a job whose watch folder is not served is cancelled, but not taken up again`() async throws {
        let share = try await InboxShare("drop clip; prompt=x; drop other")
        let intake = try share.desk()
        try await share.dropAndEnd(intake)
        let desk = share.requestDesk(serving: false)
        let ended = try await share.jobs
        let job = try #require(ended.first { $0.state.isOver })
        #expect(try await desk.answer(to: JobRequest(.retry(resend: true), of: job.id))?.isGranted == false)
        #expect(try await share.jobs == ended)
        let waiting = try #require(ended.first { !$0.state.isOver })
        #expect(try await desk.answer(to: JobRequest(.cancel, of: waiting.id))?.isGranted == true)
    }

    @Test func `an agent whose time is over grants nothing`() async throws {
        let share = try await InboxShare("drop clip")
        try await share.dropAndEnd(try share.desk())
        let desk = share.requestDesk()
        let before = try await share.jobs
        _ = try await share.ledger.beginEpoch(holder: "another", at: share.time.wall)
        let error = await #expect(throws: LedgerError.self) {
            _ = try await desk.answer(to: JobRequest(.retry(resend: false), of: JobID("job-1")))
        }
        #expect(error?.code == .fenced)
        #expect(try await share.jobs == before)
        #expect(try share.names(in: "failed").count == 3)
    }
}

extension JobState {
    fileprivate var isCancelled: Bool { if case .cancelled = self { true } else { false } }
}

extension Job {
    fileprivate var isUncertain: Bool {
        if case .failed(let failure, _, _) = state { failure.code == .uncertain } else { false }
    }
}
