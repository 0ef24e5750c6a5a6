// A share where another process exchanges drops for links, pipes and back, while they are looked at and taken.

import Foundation
import Intake
import JobModel
import TestSupport
import Watching

/// Drops `clipN.wav`, each with a counterpart that a swapper puts in its place at any moment: a symbolic link to a secret,
/// a hard link to another, a pipe.
final class SwapRace: Sendable {
    let share: InboxShare
    /// The first of the drops that lie there now.
    private let round: Range<Int>

    /// Small sounds: what they hold tells them apart, and each is one that would be taken.
    static let clip = sound(0x11)
    static let linkedSecret = sound(0x22)
    static let hardSecret = sound(0x33)

    private static let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "SwapRaceProgram/swapper.c").path(percentEncoded: false)

    /// The folder of the swapper, made once in this process by the compiler that comes with Swift.
    private static let program = Task {
        let folder = try TemporaryFolder()
        try ChildShell.run("clang -std=gnu11 -Wall -Wextra -O2 -o swapper '\(source)'", in: folder.path)
        return folder
    }

    /// A filesystem in memory, where there is one: what is raced here is not the disk.
    private static var memory: String? {
        let folder = "/dev/shm"
        return FileManager.default.isWritableFile(atPath: folder) ? folder : nil
    }

    /// Lays out drops and their counterparts.
    init(_ round: Range<Int>) async throws {
        self.round = round
        share = try await InboxShare("mkdir side secrets", below: Self.memory)
        try Self.linkedSecret.write(to: file("secrets/linked"))
        try Self.hardSecret.write(to: file("secrets/hard"))
        for number in round {
            try Self.clip.write(to: file("inbox/clip\(number).wav"))
            try Data("brighten \(number)".utf8).write(to: file("inbox/clip\(number).prompt.txt"))
            let side = share.path + "/side/\(number)"
            let code =
                switch number % 3 {
                case 0: symlink(share.path + "/secrets/linked", side)
                case 1: link(share.path + "/secrets/hard", side)
                default: mkfifo(side, 0o666)
                }
            guard code == 0 else { throw NotLaidOut(path: side) }
        }
    }

    struct NotLaidOut: Error { let path: String }

    private func file(_ name: String) -> URL { URL(filePath: share.path + "/" + name) }

    /// Starts the swapper. It runs until it is ended.
    func swapper(seed: Int) async throws -> ChildShell {
        let words = "inbox side \(round.lowerBound) \(round.count) \(seed)"
        return try ChildShell("exec '\(try await Self.program.value.path)/swapper' \(words)", in: share.path)
    }

    /// How many exchanges the swapper made that was ended last.
    var exchanged: Int { (try? share.text("exchanged")).flatMap { Int($0) } ?? 0 }

    // MARK: What became of the drops

    /// Tells the desk of the clips, as the watcher does of each exchange.
    func tell(_ desk: IntakeDesk) async throws {
        for number in round { try await desk.take(.appeared(path("clip\(number).wav"))) }
    }

    /// All that was taken.
    var taken: [String: Data] {
        get throws {
            let folder = share.path + "/.longtake/claimed"
            return try Dictionary(
                uniqueKeysWithValues: share.names(in: ".longtake/claimed").filter { $0.contains("/files/") }.map {
                    ($0, FileManager.default.contents(atPath: folder + "/" + $0) ?? Data())
                })
        }
    }

    /// The drops whose clip is still in the inbox.
    var left: [Int] {
        get throws {
            let names = try FileManager.default.contentsOfDirectory(atPath: share.path + "/inbox")
            return names.compactMap { $0.wholeMatch(of: /clip([0-9]+)\.wav/).flatMap { Int($0.output.1) } }
        }
    }

    /// A sound of a thousand equal bytes.
    private static func sound(_ byte: UInt8) -> Data {
        func number(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        // RIFF, 8 bits, one channel, 8 kHz.
        let format: [UInt8] = number(16) + [1, 0, 1, 0] + number(8000) + number(8000) + [1, 0, 8, 0]
        let samples = [UInt8](repeating: byte, count: 1000)
        let body = Array("WAVEfmt ".utf8) + format + Array("data".utf8) + number(1000) + samples
        return Data(Array("RIFF".utf8) + number(UInt32(body.count)) + body)
    }
}
