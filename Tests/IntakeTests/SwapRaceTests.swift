// A swapper that runs through thousands of drops gets nothing taken and nothing read but the drops (FIELD-FACTS 3).

import Foundation
import Intake
import JobModel
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15)), .serialized)
struct SwapRaceTests {
    /// 10,000 with `LONGTAKE_SWAP=full` (`make test-swap`), and 500, as many as take some seconds, otherwise.
    private static let rounds = ProcessInfo.processInfo.environment["LONGTAKE_SWAP"] == "full" ? 40 : 2
    /// So many that some are left alone long enough to be taken, and so few that each is exchanged every other moment.
    private static let dropsOfRound = 250

    @Test(arguments: 0..<rounds)
    func `a swapper gets nothing taken or read but the drops`(round: Int) async throws {
        let first = round * Self.dropsOfRound
        let race = try await SwapRace(first..<first + Self.dropsOfRound)
        let settings = IntakeSettings()
        let desk = try race.share.desk(settings)
        try await race.share.scan(desk)
        try await race.share.pass(settings.settlePrompt, desk)
        let secrets = try [
            SecretWatch(race.share.path + "/secrets/linked", IN_OPEN | IN_ACCESS),
            SecretWatch(race.share.path + "/secrets/hard", IN_ACCESS),
        ]

        let before = try race.taken.count
        let swapper = try await race.swapper(seed: round + 1)
        for _ in 0..<6 { try await race.tell(desk) }
        swapper.end()
        let during = try race.taken.count
        try await race.share.scan(desk)
        try await race.share.pass(settings.settle * 2, desk)
        #expect(secrets.map(\.wasSeen) == [false, false])

        let taken = try race.taken
        for (name, content) in taken where name.hasSuffix(".wav") { #expect(content == SwapRace.clip, "\(name)") }
        let clips = taken.keys.count { $0.hasSuffix(".wav") }
        #expect(taken.count == 2 * clips)
        #expect(try await race.share.jobs.count == clips)
        let links = try race.share.names(in: "failed").filter { $0.hasSuffix(".wav") }
        let pipes = try race.left
        #expect(clips + links.count + pipes.count == Self.dropsOfRound, "each has ended somewhere")
        for pipe in pipes {
            #expect(try race.share.text("inbox/clip\(pipe) - cannot be taken.txt").contains("a device or a pipe"))
        }
        print(
            "\(Self.dropsOfRound) drops, \(race.exchanged) exchanges: \(before / 2) taken before, "
                + "\(during / 2 - before / 2) during, \(clips - during / 2) after; \(links.count) links, "
                + "\(pipes.count) pipes")
        #expect(race.exchanged > Self.dropsOfRound)
    }

    @Test func `the same swapper does get a secret out of a program that looks first and opens then`() async throws {
        let race = try await SwapRace(0..<30)
        let swapper = try await race.swapper(seed: 1)
        defer { swapper.end() }
        var leaks = 0
        // It comes within some thousand tries; the time limit of the suite ends them.
        var number = 0
        while leaks == 0 {
            try Task.checkCancellation()
            if Self.carelessly(race.share.path + "/inbox/clip\(number).wav") != SwapRace.clip { leaks += 1 }
            number = (number + 1) % 30
        }
        #expect(leaks > 0)
    }

    /// Reads a file after making sure that it is one of its own: too early.
    private static func carelessly(_ path: String) -> Data {
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_nlink == 1 else {
            return SwapRace.clip
        }
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return SwapRace.clip }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &bytes, bytes.count)
        // A pipe that nobody writes to.
        guard count > 0 else { return SwapRace.clip }
        return Data(bytes[..<count])
    }
}
