// Originals of finished jobs are archived by date or deleted, and no file of people's is lost on the way.

import FileAccess
import JobModel
import Outbox
import Telemetry
import TestSupport
import Testing

@Suite struct ArchivingTests {
    private let date = ClockText.localDate(OutboxShare.now)

    @Test func `originals go to the folder of the day and project`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob(folder: RelativePath(["spring"]))
        try share.addResult("half a download", to: job)
        let archived = try share.archive(job)
        #expect(archived?.folder.description == "\(date)/spring")
        #expect(
            try share.tree("archive") == [
                "\(date)/spring/clip.mp4": "clip.mp4", "\(date)/spring/clip.prompt.txt": "clip.prompt.txt",
            ])
        #expect(try share.permissions(of: "archive/\(date)/spring") == 0o775)
        #expect(try share.isCleared(job))
    }

    @Test func `asked again, nothing changes`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob()
        _ = try share.archive(job)
        let before = try share.tree("archive")
        #expect(try share.archive(job) == nil)
        #expect(try share.tree("archive") == before)
    }

    @Test func `what a crash left is finished`() throws {
        let share = try OutboxShare()
        let job = try share.claimedJob()
        try share.sh("mkdir -p archive/\(date); mv .longtake/claimed/job-1/files/clip.mp4 archive/\(date)/")
        _ = try share.archive(job)
        #expect(
            try share.tree("archive") == [
                "\(date)/clip.mp4": "clip.mp4", "\(date)/clip.prompt.txt": "clip.prompt.txt",
            ])
        #expect(try share.isCleared(job))
    }

    @Test(arguments: ["clip.mp4", "clip.prompt.txt"])
    func `clip and prompt share a number when the name of either is taken`(taken: String) throws {
        let share = try OutboxShare(prepare: "mkdir -p archive/\(date); printf old > archive/\(date)/\(taken)")
        for number in 2...3 {
            let job = try share.claimedJob("job-\(number)")
            _ = try share.archive(job)
        }
        var expected = [taken: "old"]
        for number in 2...3 {
            expected["clip (\(number)).mp4"] = "clip.mp4"
            expected["clip (\(number)).prompt.txt"] = "clip.prompt.txt"
        }
        #expect(try share.tree("archive/\(date)") == expected)
    }

    @Test func `names as long as can be are archived though they are taken`() throws {
        let share = try OutboxShare()
        let long: FileName = "a.bcdef"
        let clip = long.appending(String(repeating: "x", count: 255 - 7 - 4) + ".mp4")
        for number in 1...3 {
            let job = try share.claimedJob("job-\(number)", stem: clip.stem, files: [clip])
            _ = try share.archive(job)
            #expect(try share.isCleared(job))
        }
        #expect(try share.tree("archive/\(date)").count == 3)
    }

    @Test func `originals are deleted where that is the setting, and nothing else is`() throws {
        var settings = OutboxSettings()
        settings.originals = .delete
        let share = try OutboxShare(settings)
        let job = try share.claimedJob()
        let other = try share.claimedJob("job-2")
        for _ in 1...2 { #expect(try share.archive(job) == nil) }
        #expect(try share.isCleared(job))
        #expect(try !share.isCleared(other))
        #expect(try share.tree("archive").isEmpty)
        #expect(try share.tree("failed").isEmpty)
    }

    @Test func `an archive that is a link is not filled`() throws {
        let share = try OutboxShare(prepare: "mkdir archive elsewhere; ln -s ../elsewhere archive/\(date)")
        let job = try share.claimedJob()
        #expect(throws: FileError.self) { _ = try share.archive(job) }
        #expect(try share.tree("elsewhere").isEmpty)
        #expect(try !share.isCleared(job))
    }
}
