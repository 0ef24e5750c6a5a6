// What the tests of PROTOCOL 10 have in common: clips that are dropped together, and what must be so in the end.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

extension ScratchShare<CountingServer> {
    /// A daemon that watches the share.
    /// - Parameter token: its `NEMO_TOKEN`.
    func watching(_ settings: [String: String] = [:], token: String? = nil) async throws -> ProgramUnderTest {
        // The wrapper stands behind `env`, which takes assignments.
        let daemon = daemon(settings, wrapper: token.map { ["NEMO_TOKEN=\($0)"] } ?? [])
        try await daemon.wrote("under watch")
        return daemon
    }

    /// Drops the small clip under several names, each with a prompt of its own.
    func drop(_ stems: [String], then rest: String = "") throws {
        for stem in stems { try drop(stem, prompt: "extend \(stem)" + rest) }
    }

    /// Waits until clips are delivered.
    func delivers(_ stems: [String], from daemon: ProgramUnderTest) async throws {
        for stem in stems { try await delivers(stem, from: daemon) }
    }

    /// Waits until a clip's log in the outbox says something.
    func tells(_ text: String, in stem: String = "clip", from daemon: ProgramUnderTest) async throws {
        try await eventually("\(stem).log says \"\(text)\"", seen: { self.account(of: daemon) }) {
            self.text(of: "outbox/\(stem).log").contains(text)
        }
    }

    /// Every clip was edited once and delivered whole, nothing is left behind, and no rule of the protocol was broken.
    /// - Parameter exports: how many were accepted; `nil` where that does not matter.
    func isDoneOnce(
        _ stems: [String] = ["clip"], exports: Int? = 1, location: SourceLocation = #_sourceLocation
    ) {
        let tally = backend.tally
        #expect(tally.acceptedMessages() == stems.count, "\(tally.account)", sourceLocation: location)
        #expect(
            Set(tally.messages.filter(\.isAccepted).map(\.text)).count == stems.count, "\(tally.account)",
            sourceLocation: location)
        if let exports { #expect(tally.exports.count == exports, "\(tally.account)", sourceLocation: location) }
        #expect(Set(tally.exports.map(\.id)).count == tally.exports.count, sourceLocation: location)
        #expect(tally.exports.allSatisfy { $0.draft == .latest }, "\(tally.account)", sourceLocation: location)
        #expect(tally.violations.isEmpty, "\(tally.account)", sourceLocation: location)
        #expect(
            names(in: "outbox") == stems.flatMap { ["\($0).log", "\($0).mp4"] }.sorted(), sourceLocation: location)
        #expect(names(in: "failed").isEmpty, sourceLocation: location)
        for stem in stems { isWhole("outbox/\(stem).mp4", location: location) }
    }

    /// A result is one of the backend's, to the last byte.
    func isWhole(_ name: String, location: SourceLocation = #_sourceLocation) {
        let result = FileManager.default.contents(atPath: path(name)) ?? Data()
        #expect(render(of: name) != nil, "\(name) is no result", sourceLocation: location)
        let isMarkedClip = result.count > backend.clip.count && result.starts(with: backend.clip)
        #expect(isMarkedClip, "\(name) is not the whole result", sourceLocation: location)
    }

    /// No token is anywhere but in the files that are meant to hold it.
    func keepsSecrets(
        _ tokens: [String] = [], from daemon: ProgramUnderTest, location: SourceLocation = #_sourceLocation
    ) {
        let search = SecretSearch(backend.tokens + tokens)
        #expect(search.files(below: root).isEmpty, sourceLocation: location)
        #expect(search.files(below: state, allowing: ["anonymous-token"]).isEmpty, sourceLocation: location)
        #expect(!search.isIn(daemon.output), sourceLocation: location)
    }
}
