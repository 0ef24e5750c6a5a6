// Copies that broke off and left a file under its final name: not taken, and taken once somebody completes them.

import EndToEndSupport
import Foundation
import TestSupport
import Testing

/// What a copy that was killed at a quarter leaves of the rest.
enum Remainder: String, CaseIterable, CustomTestStringConvertible {
    case nothing = "nothing"
    case room = "room that was made for it"
    case hole = "a hole"
    case zeros = "zeros"

    var testDescription: String { rawValue }
}

@Suite(.timeLimit(.minutes(5)))
struct BrokenCopyTests {
    @Test(arguments: Remainder.allCases)
    func `a clip that was copied to a quarter is not taken, whatever its container`(
        _ remainder: Remainder
    ) async throws {
        let samples = ClipSample.allCases.filter { remainder != .nothing || $0.saysHowLongItIs }
        let share = try await CountedShare()
        let daemon = try await share.watchingDaemon()
        for sample in samples {
            try share.drop(prompt: "brighten \(sample.stem)", as: "\(sample.stem).prompt.txt")
            let content = try sample.bytes
            let clip = try OpenClip(share.path("inbox/\(sample.rawValue)"))
            switch remainder {
            case .nothing: break
            case .room: try clip.allocate(content.count)
            case .hole: try clip.setSize(Int64(content.count))
            case .zeros: try clip.write(Array(repeating: 0, count: content.count))
            }
            try clip.write(0..<Self.quarter(of: content), of: content)
            clip.close()
        }
        for sample in samples {
            try await share.isHeld(sample.rawValue, because: " is incomplete: ", by: daemon)
        }
        try await share.isPassedOver(ClipSample.indexLast.rawValue, because: " is incomplete: ", by: daemon)
        #expect(share.names(in: "inbox").count == 2 * samples.count)

        for sample in samples {
            let content = try sample.bytes
            let clip = try OpenClip(share.path("inbox/\(sample.rawValue)"))
            try clip.write(Self.quarter(of: content)..<content.count, of: content)
        }
        for sample in samples { try await share.isTaken(sample.rawValue, whole: sample.bytes, by: daemon) }
    }

    /// A quarter as copying programs write it, in blocks.
    private static func quarter(of content: [UInt8]) -> Int {
        let quarter = content.count / 4
        return quarter < 4096 ? quarter : quarter / 4096 * 4096
    }
}
