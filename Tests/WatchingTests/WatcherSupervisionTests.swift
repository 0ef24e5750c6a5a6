// What is made of the watcher's records and deaths.

import JobModel
import Telemetry
import Testing

@testable import Watching

struct WatcherSupervisionTests {
    private static func greeted() throws -> WatcherSupervision {
        var supervision = WatcherSupervision(root: "/srv", pauses: RestartPauses())
        #expect(try supervision.take(.hello(version: 1)) == [])
        return supervision
    }

    private static func ready() throws -> WatcherSupervision {
        var supervision = try greeted()
        #expect(
            try supervision.take(.ready(folders: 3)) == [
                .tell(.ready(root: "/srv", folders: 3)), .emit(.rescanNeeded(below: .root)),
            ])
        return supervision
    }

    @Test func `until the tree is watched the root is polled`() throws {
        var supervision = try Self.greeted()
        #expect(supervision.polled == [.root])
        _ = try supervision.take(.ready(folders: 3))
        #expect(supervision.polled == [])
        _ = supervision.end(.died("killed"), ranFor: .seconds(1))
        #expect(supervision.polled == [.root])
    }

    @Test func `events are passed on as they are`() throws {
        var supervision = try Self.ready()
        for event in [FolderEvent.appeared(path("a")), .changed(path("a")), .rescanNeeded(below: path("b"))] {
            #expect(try supervision.take(.event(event)) == [.emit(event)])
        }
    }

    @Test func `a folder that cannot be watched is polled until it is watched or gone`() throws {
        var supervision = try Self.ready()
        #expect(try supervision.take(.unwatched(path("a/x"))) == [.emit(.rescanNeeded(below: path("a/x")))])
        _ = try supervision.take(.unwatched(path("a/y")))
        _ = try supervision.take(.unwatched(path("b")))
        #expect(supervision.polled == [path("a/x"), path("a/y"), path("b")])
        #expect(try supervision.take(.watchedAgain(path("b"))) == [])
        #expect(supervision.polled == [path("a/x"), path("a/y")])
        _ = try supervision.take(.event(.vanished(path("a"))))
        #expect(supervision.polled == [])
    }

    @Test func `an overflow is told and voids what was unwatched`() throws {
        var supervision = try Self.ready()
        _ = try supervision.take(.unwatched(path("a")))
        #expect(try supervision.take(.overflow) == [.tell(.overflow(root: "/srv"))])
        #expect(supervision.polled == [])
    }

    @Test func `an exhausted limit is told with what to do`() throws {
        var supervision = try Self.ready()
        let told = WatchingEvent.watchLimit(root: "/srv", unwatched: 7, limit: 8192)
        #expect(try supervision.take(.limitReached(unwatched: 7, limit: 8192)) == [.tell(told)])
        #expect(told.isTrouble)
        #expect(told.remedy.contains("sysctl fs.inotify.max_user_watches=16384"))
        #expect(!WatchingEvent.watchLimit(root: "/srv", unwatched: 0, limit: 8192).isTrouble)
    }

    @Test(arguments: [[WatchRecord.hello(version: 2)], [.ready(folders: 1)], [.hello(version: 1), .hello(version: 1)]])
    func `a watcher of another version is not believed`(_ records: [WatchRecord]) {
        var supervision = WatcherSupervision(root: "/srv", pauses: RestartPauses())
        #expect(throws: WatchRecordParser.Malformed.self) { for record in records { _ = try supervision.take(record) } }
    }

    @Test func `pauses between restarts double up to a limit, and begin anew after a steady run`() throws {
        var supervision = try Self.ready()
        let pauses = (0..<10).map { _ in supervision.end(.died("killed"), ranFor: .seconds(1)).restartIn }
        #expect(pauses.prefix(4) == [.milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2)])
        #expect(pauses.suffix(2) == [.seconds(30), .seconds(30)])
        #expect(supervision.end(.died("killed"), ranFor: .seconds(60)).restartIn == .milliseconds(250))
    }

    @Test func `a death is told with the reason the watcher gave`() throws {
        var supervision = try Self.ready()
        _ = try supervision.take(.failed("no instance left"))
        let end = supervision.end(.died("exited(1)"), ranFor: .seconds(1))
        #expect(
            end.actions == [
                .tell(.watcherDied(root: "/srv", reason: "no instance left", restartIn: .milliseconds(250)))
            ])
    }

    @Test func `a missing watcher is told once, and looked for at long intervals`() {
        var supervision = WatcherSupervision(root: "/srv", pauses: RestartPauses())
        let first = supervision.end(.missing(path: "/bin/w"), ranFor: .zero)
        #expect(first.actions == [.tell(.watcherMissing(root: "/srv", path: "/bin/w"))])
        let second = supervision.end(.missing(path: "/bin/w"), ranFor: .zero)
        #expect(second.actions == [])
        #expect(second.restartIn == .seconds(30))
    }

    @Test func `a root that is gone is told once, until it was back`() throws {
        var supervision = try Self.ready()
        let told: [WatcherSupervision.Action] = [
            .tell(.rootGone(root: "/srv")), .emit(.rescanNeeded(below: .root)),
        ]
        #expect(try supervision.take(.rootGone) == told)
        #expect(supervision.end(.died("exited(1)"), ranFor: .zero).actions == [])
        _ = try supervision.take(.hello(version: 1))
        #expect(try supervision.take(.rootGone) == [])
        _ = supervision.end(.died("exited(1)"), ranFor: .zero)
        _ = try supervision.take(.hello(version: 1))
        _ = try supervision.take(.ready(folders: 1))
        #expect(try supervision.take(.rootGone) == told)
    }
}
