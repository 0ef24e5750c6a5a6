// Names in the order in which people count.

import JobModel
import TestSupport
import Testing

@testable import Intake

@Suite struct NaturalOrderTests {
    private static let names: [FileName] = [
        "", "a", "a1", "a2", "a9b", "a10", "a10b", "a010c", "a11", "b", "clip 1", "clip 2", "clip 10", "clip 10.mp4",
        "clip 10.prompt.txt", "clip 100", "clip 99999999999999999999998", "clip 99999999999999999999999", "é",
    ].compactMap { FileName($0) }

    @Test func `names are sorted as a folder's window shows them`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<50 {
            #expect(Self.names.shuffled(using: &generator).sorted { $0.precedesNaturally($1) } == Self.names)
        }
    }

    @Test func `no name comes before itself, and of two names one comes first`() {
        let zeros = Self.names + ["a01", "a001", "0", "00", "clip 001"].compactMap { FileName($0) }
        for one in zeros {
            #expect(!one.precedesNaturally(one))
            for other in zeros where other != one {
                #expect(one.precedesNaturally(other) != other.precedesNaturally(one), "\(one), \(other)")
            }
        }
    }
}
