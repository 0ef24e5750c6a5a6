// What a start finds on the disk: a state directory, locks, and roots that are what they were.

import FileAccess
import JobModel
import TestSupport
import Testing

@testable import Daemon

struct StartTests {
    @Test func `a state directory is made private to its owner`() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.appending("state"))
        #expect(try state.directory.status().permissions == 0o700)
    }

    @Test func `a state directory without a parent is refused with what to do`() throws {
        let folder = try TemporaryFolder()
        let problem = #expect(throws: StartProblem.self) { try StateFolder(folder.appending("no/such/state")) }
        #expect(problem?.exitStatus == 78)
        #expect(problem?.description.contains("--state") == true)
    }

    @Test func `the holder of the locks is named to whoever comes second`() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.appending("state"))
        let share = try ShareRoot.open(folder.path)
        let first = try DaemonLocks(state: state, roots: [share], holder: "longtake 1.2.3, process 77")
        let problem = #expect(throws: StartProblem.self) {
            try DaemonLocks(state: state, roots: [share], holder: "longtake 1.2.3, process 78")
        }
        #expect(problem?.exitStatus == 78)
        #expect(problem?.description.contains("longtake 1.2.3, process 77") == true)
        #expect(DaemonLocks.holder(ofState: state.path) == "longtake 1.2.3, process 77")
        withExtendedLifetime(first) {}
    }

    @Test func `nobody holds the lock of a state directory whose daemon is gone`() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.appending("state"))
        do { _ = try DaemonLocks(state: state, roots: [], holder: "longtake, process 77") }
        #expect(DaemonLocks.holder(ofState: state.path) == nil)
        #expect(DaemonLocks.holder(ofState: folder.appending("none")) == nil)
    }

    @Test func `a root that has lost its marker is not taken for an empty one`() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.appending("state"))
        let marker = RootMarker(state: state)
        let root = try Directory.open(folder.path).makingDirectory(RelativePath(["share"]), mode: 0o755)
        let path = folder.appending("share")

        try marker.check(rootAt: path)
        try marker.remember(try ShareRoot.open(path)) { "marker-1" }
        try marker.check(rootAt: path)

        try root.directory(RelativePath([".longtake"])).remove("root.id")
        let problem = #expect(throws: StartProblem.self) { try marker.check(rootAt: path) }
        #expect(problem?.exitStatus == 1)
        #expect(problem?.description.contains("Mount it") == true)
    }

    @Test func `a marked root that is new to this state directory keeps its marker`() throws {
        let folder = try TemporaryFolder()
        let share = try ShareRoot.open(folder.path)
        try RootMarker(state: try StateFolder(folder.appending("one"))).remember(share) { "marker-1" }
        try RootMarker(state: try StateFolder(folder.appending("two"))).remember(share) { "marker-2" }
        #expect(try share.workshop.contents(of: "root.id", limit: 100) == Array("marker-1\n".utf8))
    }
}
