// A root is opened with the folders the contract promises; a job's private folder is made, found and cleared.

import FileAccess
import JobModel
import TestSupport
import Testing

@Suite struct ShareRootTests {
    @Test func `missing folders are made, the private ones for the daemon alone`() throws {
        let folder = try OpenedFolder("mkdir inbox; chmod 2770 inbox")
        let share = try ShareRoot.open(folder.path)
        #expect(try folder.names() == [".longtake", "archive", "failed", "inbox", "outbox"])
        #expect(try share.inbox.status().permissions == 0o2770)
        #expect(try share.outbox.status().permissions == 0o775)
        #expect(try share.workshop.status().permissions == 0o700)
        #expect(try share.claimed.status().permissions == 0o700)
        #expect(throws: Never.self) { try ShareRoot.open(folder.path) }
    }

    @Test func `private folders that others could enter are closed to them`() throws {
        let folder = try OpenedFolder(
            "mkdir -p .longtake/claimed inbox; chmod 2755 .longtake; chmod 777 .longtake/claimed")
        let share = try ShareRoot.open(folder.path)
        #expect(try share.workshop.status().permissions == 0o2700)
        #expect(try share.claimed.status().permissions == 0o700)
    }

    @Test(arguments: ["inbox", "outbox", "failed", "archive", ".longtake"])
    func `a folder of the root that is a link is refused`(name: String) throws {
        let folder = try OpenedFolder("mkdir elsewhere; ln -s elsewhere \(name)")
        #expect(throws: FileError.self) { try ShareRoot.open(folder.path) }
    }

    @Test func `a missing root is not made`() throws {
        let folder = try OpenedFolder()
        let error = #expect(throws: ShareRootError.self) { try ShareRoot.open(folder.path + "/no/such") }
        #expect(error?.description.contains("Make the folder, or mount it") == true)
        #expect(try folder.names().isEmpty)
    }
}

@Suite struct ClaimedFolderTests {
    private let folder: OpenedFolder
    private let share: ShareRoot
    private let job = JobID("job-1")

    init() throws {
        folder = try OpenedFolder()
        share = try ShareRoot.open(folder.path)
    }

    @Test func `a folder is found once it was made, and gone once it was removed`() throws {
        #expect(try ClaimedFolder.existing(job, in: share) == nil)
        let made = try ClaimedFolder.making(job, in: share)
        try made.folder.createFile(ClaimedFolder.manifestName, mode: 0o600).write(Array("{}".utf8))
        #expect(try ClaimedFolder.existing(job, in: share)?.folder.status().identity == made.folder.status().identity)
        #expect(try made.folder.status().permissions == 0o700)
        #expect(try made.files.status().permissions == 0o700)
        try made.remove()
        #expect(try ClaimedFolder.existing(job, in: share) == nil)
        #expect(try share.claimed.entries().isEmpty)
    }

    @Test func `a folder with a file of people's in it is not removed`() throws {
        let claimed = try ClaimedFolder.making(job, in: share)
        try claimed.files.createFile("clip.mp4", mode: 0o600).write(Array("clip".utf8))
        #expect(throws: FileError.self) { try claimed.remove() }
        #expect(try claimed.files.contents(of: "clip.mp4", limit: 10) == Array("clip".utf8))
    }

    @Test func `a removal that was interrupted can be finished`() throws {
        let claimed = try ClaimedFolder.making(job, in: share)
        try claimed.folder.createFile(ClaimedFolder.manifestName, mode: 0o600).write(Array("{}".utf8))
        try claimed.folder.removeDirectory(ClaimedFolder.filesName)
        try ClaimedFolder.existing(job, in: share)?.remove()
        #expect(try share.claimed.entries().isEmpty)
    }
}
