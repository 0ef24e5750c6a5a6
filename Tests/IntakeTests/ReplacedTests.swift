// An uncertain job of a project whose clip comes back with other wishes: the new job does not wait for it for ever.

import FileAccess
import Intake
import JobModel
import Ledger
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ReplacedTests {
    private func uncertain(
        _ script: String = "mkdir inbox/spring; drop spring/clip", end: Failure = .uncertain
    ) async throws -> (InboxShare, IntakeDesk, Job) {
        let share = try await InboxShare(script)
        let desk = try share.desk()
        return (share, desk, try await share.dropAndEnd(desk, after: .sending, with: .failed(end)))
    }

    @Test(arguments: ["clip", "CLIP"])
    func `with an edited prompt the old one is given up and the new one begins`(stem: String) async throws {
        let (share, desk, ended) = try await uncertain()
        try share.sh(
            """
            printf 'make it darker' > failed/spring/clip.prompt.txt
            for f in mp4 prompt.txt; do mv failed/spring/clip.$f inbox/spring/\(stem).$f; done
            """)
        try await share.settle(desk)
        #expect(try await share.wishes == [JobRequest(.cancel, of: ended.id)])
        #expect(try await share.ledger.claimNext(under: share.epoch, at: share.time.wall) == nil)

        let wish = try #require(try await share.wishes.first)
        #expect(try await share.requestDesk().answer(to: wish)?.isGranted == true)
        let next = try await share.begin()
        #expect(next.job.plan == Plan(prompt: ["make it darker"]))
        #expect(next.job.session == nil)
    }

    /// What leaves the decision with the person.
    @Test(arguments: [
        // Another clip of that name: the old one can still be brought back.
        "cp '\(SampleClip.bigBuckBunny)' inbox/spring/clip.mp4; printf x > inbox/spring/clip.prompt.txt",
        // Another name.
        "rm failed/spring/clip.mp4; prompt=x; drop spring/other",
        // Another folder.
        "rm failed/spring/clip.mp4; mkdir inbox/summer; prompt=x; drop summer/clip", "prompt=x; drop clip",
        // Nothing that could be worked on.
        "rm failed/spring/clip.mp4; cp /bin/true inbox/spring/clip.mp4; printf x > inbox/spring/clip.prompt.txt",
    ])
    func `what does not take its place leaves it alone`(script: String) async throws {
        let (share, desk, ended) = try await uncertain()
        try share.sh(script)
        try await share.settle(desk)
        #expect(try await share.jobs.count == 2)
        #expect(try await share.wishes.isEmpty)
        #expect(try await share.job(named: ended.id.rawValue) == ended)
    }

    @Test func `brought back as it was it goes on, and is not given up`() async throws {
        let (share, desk, _) = try await uncertain()
        try share.sh("mv failed/spring/clip.mp4 failed/spring/clip.prompt.txt inbox/spring/")
        try await share.settle(desk)
        #expect(try await share.wishes.isEmpty)
        #expect(try await share.jobs.map(\.mayResend) == [true])
    }

    @Test func `a job that holds nothing up is not given up`() async throws {
        let (share, desk, _) = try await uncertain(end: .ordinary)
        try share.sh("mv failed/spring/clip.mp4 inbox/spring/; printf x > inbox/spring/clip.prompt.txt")
        try await share.settle(desk)
        #expect(try await share.jobs.count == 2)
        #expect(try await share.wishes.isEmpty)
    }

    @Test func `while there is no room for the wish the drop waits`() async throws {
        let (share, _, ended) = try await uncertain()
        let requests = RequestsOnFullDisk(share.ledger)
        let desk = try share.desk(requests: requests)
        try share.sh("mv failed/spring/clip.mp4 inbox/spring/; printf x > inbox/spring/clip.prompt.txt")
        try await share.settle(desk)
        #expect(try await share.jobs == [ended])
        requests.makeRoom()
        share.time.advance(by: IntakeSettings().settle)
        try await desk.lookAgain()
        #expect(try await share.jobs.count == 2)
        #expect(try await share.wishes.count == 1)
    }
}
