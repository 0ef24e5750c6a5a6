// `failed/` cannot be written: files that are to go there wait in the daemon's own folder, and nothing waits for them.

import CountingBackend
import EndToEndSupport
import Foundation
import Glibc
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct UnwritableFailedTests {
    @Test func `jobs that cannot give their files back hold up neither others nor the end`() async throws {
        let share = try await CountedShare()
        // The end would take longer than this test if it waited for any of them.
        let settings = ["workers": "2", "timing.drain": "10m", "timing.credits_poll": "10m", "timing.settle": "50ms"]
        let first = share.daemon(settings)
        try await first.wrote("under watch")
        try FileManager.default.removeItem(atPath: share.path("failed"))
        try Data().write(to: URL(fileURLWithPath: share.path("failed")))
        let names = (1...8).map { "refused-\($0)" }
        for name in names {
            try share.drop(prompt: "extend it", as: "\(name).prompt.txt")
            try share.drop(clip: "/bin/true", as: "\(name).mp4")
        }
        try await eventually("all were tried", seen: { share.account(of: first) }) {
            first.output.components(separatedBy: "cannot be put into failed/").count > names.count
        }
        try share.drop("good", prompt: "extend it")
        try await share.waits(for: "outbox/good.mp4", from: first)
        try await first.send(SIGTERM)
        #expect(try await first.ending().isSuccess)

        try FileManager.default.removeItem(atPath: share.path("failed"))
        let second = share.daemon(settings)
        for name in names { try await share.givesBack(name, from: second) }
        #expect(share.names(in: "failed").count == 3 * names.count)
    }
}
