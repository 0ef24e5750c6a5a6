// Renames never overwrite; small files are there whole or not at all, and nothing temporary stays.

import Dispatch
import FileAccess
import Glibc
import JobModel
import Synchronization
import Testing

@Suite struct HandingOverTests {
    @Test(arguments: ["file", "folder", "link", "dangling", "fifo"] as [FileName])
    func `a rename overwrites nothing`(taken: FileName) throws {
        let folder = try OpenedFolder(
            "printf new > new; printf old > file; mkdir folder; ln -s file link; ln -s nowhere dangling; mkfifo fifo")
        let before = try folder.names()
        let error = #expect(throws: FileError.self) {
            try folder.directory.rename("new", to: folder.directory, as: taken)
        }
        #expect(error?.isAlreadyThere == true)
        #expect(try folder.names() == before)
        #expect(try folder.text("file") == "old")
        #expect(try folder.text("new") == "new")
    }

    @Test func `a rename keeps the file's fingerprint`() throws {
        let folder = try OpenedFolder("printf x > here; mkdir there")
        let there = try folder.directory.directory(path("there"))
        let before = try folder.directory.status(of: "here")?.fingerprint
        try folder.directory.rename("here", to: there, as: "new")
        #expect(try there.status(of: "new")?.fingerprint == before)
        #expect(before != nil)
    }

    @Test func `a missing file is said to be missing`() throws {
        let folder = try OpenedFolder(": > file")
        let errors = [
            #expect(throws: FileError.self) { try folder.directory.rename("no", to: folder.directory, as: "new") },
            #expect(throws: FileError.self) { try folder.directory.openFile("no") },
            #expect(throws: FileError.self) { try folder.directory.directory(path("no/such")) },
            #expect(throws: FileError.self) { try folder.directory.directory(path("file/such")) },
        ]
        for error in errors { #expect(error?.isMissing == true) }
        #expect(try folder.directory.status(of: "no") == nil)
        try folder.directory.remove("no")
        try folder.directory.removeDirectory("no")
    }

    @Test func `writing replaces what was there and leaves nothing else`() throws {
        let folder = try OpenedFolder("printf 'something longer' > note")
        try folder.directory.write(Array("new".utf8), to: "note", mode: 0o600)
        #expect(try folder.text("note") == "new")
        #expect(try folder.names() == ["note"])
    }

    @Test func `writing over a link replaces the link`() throws {
        let folder = try OpenedFolder("printf secret > target; ln -s target note")
        try folder.directory.write(Array("new".utf8), to: "note", mode: 0o600)
        #expect(try folder.text("target") == "secret")
        #expect(try folder.text("note") == "new")
    }

    @Test func `a write that fails leaves nothing`() throws {
        let folder = try OpenedFolder("mkdir note; : > note/inside")
        #expect(throws: FileError.self) { try folder.directory.write(Array("new".utf8), to: "note", mode: 0o600) }
        #expect(try folder.names() == ["note"])
    }

    @Test func `what a killed writer leaves is cleared by the next write`() async throws {
        let folder = try OpenedFolder("printf old > note")
        await #expect(processExitsWith: .signal(SIGXFSZ)) { [root = folder.path as String] in
            // The first byte written to any file kills the process.
            var none = rlimit(rlim_cur: 0, rlim_max: 0)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &none)
            signal(SIGXFSZ, SIG_DFL)
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_UNBLOCK, &all, nil)
            try Directory.open(root).write(Array("new".utf8), to: "note", mode: 0o600)
        }
        #expect(try folder.text("note") == "old")
        #expect(try folder.names().count == 2)
        try folder.directory.write(Array("new".utf8), to: "note", mode: 0o600)
        #expect(try folder.names() == ["note"])
    }

    @Test func `a reader sees the old content or the new, never a part`() throws {
        let folder = try OpenedFolder()
        let versions = [UInt8](0..<4).map { [UInt8](repeating: $0, count: 9_000 + Int($0) * 1_000) }
        try folder.directory.write(versions[0], to: "note", mode: 0o600)
        let isOver = Atomic(false)
        let writing = DispatchGroup()
        DispatchQueue.global().async(group: writing) {
            for round in 1...300
            where (try? folder.directory.write(versions[round % 4], to: "note", mode: 0o600)) == nil {
                Issue.record("round \(round) was not written")
            }
            isOver.store(true, ordering: .releasing)
        }
        var seen: Set<[UInt8]> = []
        while !isOver.load(ordering: .acquiring) {
            seen.insert(try folder.directory.contents(of: "note", limit: 20_000))
        }
        writing.wait()
        #expect(seen.isSubset(of: versions))
        #expect(seen.count > 1)
    }

    @Test func `a content over the limit is refused`() throws {
        let folder = try OpenedFolder("printf 12345 > file")
        #expect(try folder.directory.contents(of: "file", limit: 5).count == 5)
        #expect(throws: (any Error).self) { try folder.directory.contents(of: "file", limit: 4) }
    }
}
