// One drop through the program before the counting backend: on a good day the two agree about the protocol.

import CountingBackend
import EndToEndSupport
import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct CountingSmokeTests {
    @Test func `a drop costs one message, one export and one download, and breaks no rule of the protocol`()
        async throws
    {
        let share = try await CountedShare()
        let daemon = share.daemon()
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend to 2 seconds")
        try await share.waits(for: "outbox/clip.mp4", from: daemon)
        try await share.isWorkedOff(by: daemon)

        let tally = share.backend.tally
        #expect(tally.acceptedMessages() == 1)
        #expect(tally.receivedMessages() == 1)
        #expect(tally.messages.map(\.text) == ["extend to 2 seconds"])
        #expect(tally.sessions.count == 1)
        #expect(tally.uploads.map(\.name) == ["clip.mp4"])
        #expect(tally.uploads.first?.checksum == Checksum(of: share.backend.clip))
        #expect(tally.exports.map(\.draft) == [.latest])
        #expect(tally.downloads.map(\.id) == tally.exports.map(\.id))
        #expect(share.render(of: "outbox/clip.mp4") == tally.exports.first?.id)
        #expect(tally.violations.isEmpty, "\(tally.account)")
    }
}
