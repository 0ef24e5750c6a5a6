// A symbolic link is never followed, wherever in a path it stands and wherever it points (FIELD-FACTS 3).

import Dispatch
import FileAccess
import Glibc
import JobModel
import Synchronization
import TestSupport
import Testing

@Suite struct ConfinementTests {
    /// `secret` outside is reached by `out`, `outer` and `deep/down/link`; `inside` links within the folder.
    private let outside: OpenedFolder
    private let share: OpenedFolder

    init() throws {
        outside = try OpenedFolder("printf secret > secret; mkdir below; printf secret > below/secret")
        share = try OpenedFolder(
            """
            mkdir -p deep/down; printf own > own
            ln -s '\(outside.path)/secret' out; ln -s own inside; ln -s nowhere dangling
            ln -s '\(outside.path)' outer; ln -s '\(outside.path)/below' deep/down/link; ln -s deep shortcut
            """)
    }

    @Test(arguments: ["out", "inside", "dangling", "outer"] as [FileName])
    func `a link is not opened`(name: FileName) throws {
        #expect(refusal { try share.directory.openFile(name) }?.isUnsafePath == true)
        #expect(refusal { try share.directory.openForAppending(name, mode: 0o600) }?.isUnsafePath == true)
        #expect(refusal { try share.directory.openOrCreateFile(name, mode: 0o600) }?.isUnsafePath == true)
        #expect(refusal { try share.directory.contents(of: name, limit: 100) }?.isUnsafePath == true)
        #expect(refusal { try share.directory.createFile(name, mode: 0o600) }?.isAlreadyThere == true)
        #expect(try share.directory.status(of: name)?.kind == .symbolicLink)
        #expect(try outside.names() == ["below", "secret"])
        #expect(try outside.text("secret") == "secret")
    }

    @Test(arguments: ["outer", "outer/below", "deep/down/link", "shortcut", "shortcut/down"])
    func `a path through a link leads nowhere`(text: String) throws {
        #expect(refusal { try share.directory.directory(path(text)) }?.isUnsafePath == true)
        #expect(refusal { try share.directory.makingDirectory(path(text), mode: 0o700) }?.isUnsafePath == true)
        #expect(refusal { try share.directory.makingDirectory(path(text + "/new"), mode: 0o700) }?.isUnsafePath == true)
        #expect(try outside.names() == ["below", "secret"])
        #expect(try share.directory.directory(path("deep")).entries().map(\.name) == ["down"])
    }

    @Test func `a link is moved and removed itself, not what it points to`() throws {
        try share.directory.rename("out", to: share.directory, as: "moved")
        #expect(try share.directory.status(of: "moved")?.kind == .symbolicLink)
        try share.directory.remove("moved")
        #expect(try share.directory.status(of: "moved") == nil)
        #expect(try outside.text("secret") == "secret")
    }

    @Test func `an error of a link says that it is one and what to do`() throws {
        let error = #expect(throws: FileError.self) { try share.directory.openFile("out") }
        #expect(error?.isUnsafePath == true)
        #expect(error?.remedy == "Replace the link by what it points to.")
        #expect(error?.description.contains("/out: ") == true)
    }

    /// `lstat` followed by `open` leaked 1,608 times in 99,864 (FIELD-FACTS 3).
    @Test(.timeLimit(.minutes(2)))
    func `a link swapped in and out is never read through`() throws {
        try share.sh("cp own clip")
        let swapper = LinkSwapper(in: share.path, name: "clip", file: "own", target: outside.path + "/secret")
        swapper.start()
        defer { swapper.stop() }
        var (read, refused) = (0, 0)
        while read + refused < 5000 || min(read, refused) < 100 {
            do {
                let bytes = try share.directory.openFile("clip").read(at: 0, count: 16)
                #expect(String(decoding: bytes, as: UTF8.self) == "own")
                read += 1
            } catch {
                #expect(error.isUnsafePath)
                refused += 1
            }
        }
    }
}

/// Puts a file and a link to another one under the same name by turns, as fast as one thread can.
private final class LinkSwapper: Sendable {
    private let folder: String
    private let name: String
    private let file: String
    private let target: String
    private let isOver = Atomic(false)
    private let thread = DispatchGroup()

    init(in folder: String, name: String, file: String, target: String) {
        self.folder = folder
        self.name = folder + "/" + name
        self.file = folder + "/" + file
        self.target = target
    }

    func start() {
        DispatchQueue.global().async(group: thread) { [self] in
            let next = folder + "/next"
            while !isOver.load(ordering: .acquiring) {
                symlink(target, next)
                rename(next, name)
                link(file, next)
                rename(next, name)
            }
        }
    }

    func stop() {
        isOver.store(true, ordering: .releasing)
        thread.wait()
    }
}
