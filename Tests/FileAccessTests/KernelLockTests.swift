// One holder at a time, in whatever process, and none once it is dead.

import FileAccess
import JobModel
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct KernelLockTests {
    private let folder: OpenedFolder

    init() throws { folder = try OpenedFolder() }

    private func take(_ holder: String = "second") throws -> KernelLock.Attempt {
        try KernelLock.take("lock", in: folder.directory, holder: holder)
    }

    /// Another process that holds the lock and has written something about itself.
    private func otherHolder(saying text: String) throws -> ChildShell {
        try folder.sh("printf '\(text)' > lock")
        return try ChildShell("exec 9>>lock; flock -n 9; echo ready; read _ || :", in: folder.path)
    }

    @Test func `a second taker is told who holds it`() throws {
        guard case .held(let lock) = try take("longtake 1.0, process 42") else { throw Unexpected() }
        #expect(try take().holder == "longtake 1.0, process 42")
        #expect(try folder.text("lock") == "longtake 1.0, process 42\n", "who came second has written nothing")
        withExtendedLifetime(lock) {}
    }

    @Test(arguments: [
        ("process 42\\n", "process 42"), ("", ""), ("\\n", ""), ("one\\ntwo\\n", "one"),
        ("\\033[2Jwiped\\n", "\\u{1B}[2Jwiped"),
    ])
    func `a holder in another process is told as it says`(text: String, told: String) throws {
        let other = try otherHolder(saying: text)
        #expect(try take().holder == told)
        other.end()
        #expect(try take().isHeld)
    }

    @Test func `the lock of a killed holder is free`() throws {
        let other = try otherHolder(saying: "process 42\\n")
        #expect(try !take().isHeld)
        other.kill()
        guard case .held(let lock) = try take("me") else { throw Unexpected() }
        #expect(try folder.text("lock") == "me\n")
        withExtendedLifetime(lock) {}
    }

    @Test func `another process cannot take what is held here`() throws {
        let attempt = try take("me")
        #expect(throws: ChildShell.Failed.self) { try folder.sh("flock -n lock true") }
        withExtendedLifetime(attempt) {}
    }

    @Test func `a released lock can be taken again`() throws {
        do { _ = try take("first and longer") }
        let attempt = try take("next")
        #expect(attempt.isHeld)
        #expect(try folder.text("lock") == "next\n")
    }

    @Test func `looking says nothing about who looks`() throws {
        do { #expect(try KernelLock.look("lock", in: folder.directory).isHeld) }
        #expect(try folder.text("lock").isEmpty)
        let other = try otherHolder(saying: "process 42\\n")
        #expect(try KernelLock.look("lock", in: folder.directory).holder == "process 42")
        other.end()
    }

    @Test func `a link is not locked`() throws {
        try folder.sh(": > elsewhere; ln -s elsewhere lock")
        #expect(throws: FileError.self) { try take() }
    }

    private struct Unexpected: Error {}
}

extension KernelLock.Attempt {
    fileprivate var isHeld: Bool { holder == nil }

    /// What the holder says about itself; `nil` when the lock was free.
    fileprivate var holder: String? {
        switch self {
        case .held: nil
        case .heldByOther(let holder): holder
        }
    }
}
