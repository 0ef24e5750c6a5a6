// One daemon per state directory and per root.

import EndToEndSupport
import Subprocess
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct OneDaemonTests {
    @Test func `a second daemon ends with status 78 and names the first`() async throws {
        let share = try await LocalShare()
        let first = share.daemon()
        try await first.wrote("under watch")
        let second = share.daemon()
        #expect(try await second.ending() == .exited(78))
        #expect(second.output.contains("is in use by longtake"), "\(second.output)")
        #expect(second.output.contains("process "), "\(second.output)")
    }

    @Test func `a second daemon with a state directory of its own is kept from the same root`() async throws {
        let share = try await LocalShare()
        let first = share.daemon()
        try await first.wrote("under watch")
        let second = share.daemon(state: share.folder.appending("other-state"))
        #expect(try await second.ending() == .exited(78))
        #expect(second.output.contains("the root"), "\(second.output)")
    }

    @Test func `a daemon that was killed leaves nothing in the way of the next`() async throws {
        let share = try await LocalShare()
        let first = share.daemon()
        try await first.wrote("under watch")
        try await first.killAtOnce()
        let second = share.daemon()
        try await second.wrote("under watch")
    }

    @Test func `a setting that does not exist ends the start with status 78`() async throws {
        let share = try await LocalShare()
        let daemon = share.daemon(["timing.setle": "2s"])
        #expect(try await daemon.ending() == .exited(78))
        #expect(daemon.output.contains("timing.setle"), "\(daemon.output)")
        #expect(daemon.output.contains("timing.settle"), "\(daemon.output)")
    }
}
