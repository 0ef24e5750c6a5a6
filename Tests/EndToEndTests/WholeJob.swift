// The oracle of the machine's faults: a job that was done once and whole, with nothing lost and nothing left behind.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

extension ScratchShare<CountingServer> {
    /// Drops a clip and its prompt as `cp` does: closed, and not synced.
    func dropUnsynced(prompt: String) throws {
        let source = try TemporaryFolder()
        try Data(backend.clip).write(to: URL(fileURLWithPath: source.appending("clip.mp4")))
        try Data(prompt.utf8).write(to: URL(fileURLWithPath: source.appending("clip.prompt.txt")))
        for name in ["clip.mp4", "clip.prompt.txt"] {
            try FileManager.default.copyItem(atPath: source.appending(name), toPath: path("inbox/\(name)"))
        }
    }

    /// Waits until the one job is over, and sees that it was done once, with its originals archived.
    /// - Parameter prompt: what it was asked.
    func isDoneWhole(
        prompt: String = "extend it", by daemon: ProgramUnderTest, location: SourceLocation = #_sourceLocation
    ) async throws {
        try await isOver(by: daemon)
        isLeftWhole(prompt: prompt, daemon, location: location)
    }

    /// One result, one log, the originals in the archive byte for byte, one message, one render.
    func isLeftWhole(
        prompt: String = "extend it", _ daemon: ProgramUnderTest, location: SourceLocation = #_sourceLocation
    ) {
        isDoneOnce(location: location)
        let account = Comment(rawValue: account(of: daemon))
        #expect(backend.tally.unrefusedMessages() == 1, account, sourceLocation: location)
        #expect(render(of: "outbox/clip.mp4") == backend.tally.exports.last?.id, account, sourceLocation: location)
        let day = names(in: "archive").first ?? ""
        #expect(day.wholeMatch(of: /20[0-9]{2}-[0-9]{2}-[0-9]{2}/) != nil, account, sourceLocation: location)
        #expect(whereabouts(of: Data(backend.clip)) == ["archive/\(day)/clip.mp4"], account, sourceLocation: location)
        #expect(text(of: "archive/\(day)/clip.prompt.txt") == prompt, account, sourceLocation: location)
        #expect(names(in: "inbox").isEmpty, account, sourceLocation: location)
        #expect(tornFiles == [], account, sourceLocation: location)
        #expect(leftovers == [], account, sourceLocation: location)
    }
}
