// Whole files, cut files, files with zeros or holes: what the container check says of each.

import Inspection
import TestSupport
import Testing

@Suite struct ContainerCheckTests {
    @Test(arguments: Sample.allCases)
    func `a whole file is told to be whole where its format says how long it is`(_ sample: Sample) throws {
        let result = try ContainerCheck.completeness(of: MemoryBytes(sample.bytes), as: sample.format)
        #expect(result == (sample.isProvable ? .whole : .unprovable))
    }

    @Test(arguments: Sample.allCases)
    func `a file that was cut anywhere is never whole`(_ sample: Sample) throws {
        let bytes = try sample.bytes
        var random = SeededGenerator(seed: 1)
        for _ in 0..<40 {
            let cut = Int.random(in: 0..<bytes.count, using: &random)
            let result = try ContainerCheck.completeness(of: MemoryBytes(Array(bytes[..<cut])), as: sample.format)
            #expect(result != .whole, "cut at \(cut) of \(bytes.count)")
        }
    }

    @Test(arguments: Sample.allCases)
    func `a file whose length is right but whose tail is still zeros is never whole`(_ sample: Sample) throws {
        let bytes = try sample.bytes
        var random = SeededGenerator(seed: 2)
        for _ in 0..<40 {
            let cut = Int.random(in: 0..<(bytes.count * 95 / 100), using: &random)
            let copied = Array(bytes[..<cut]) + Array(repeating: 0, count: bytes.count - cut)
            let result = try ContainerCheck.completeness(of: MemoryBytes(copied), as: sample.format)
            #expect(result != .whole, "copied up to \(cut) of \(bytes.count)")
        }
    }

    @Test(arguments: Sample.allCases)
    func `a stretch that was never written makes a file incomplete`(_ sample: Sample) throws {
        let bytes = try sample.bytes
        let hole = Int64(bytes.count / 2)..<Int64(bytes.count / 2 + 512)
        let result = try ContainerCheck.completeness(of: MemoryBytes(bytes, holes: [hole]), as: sample.format)
        #expect(result == .incomplete(.hole(at: hole.lowerBound)))
    }

    @Test(arguments: Sample.allCases)
    func `a damaged file neither crashes the check nor keeps it long`(_ sample: Sample) throws {
        let original = try sample.bytes
        let format = try sample.format
        var random = SeededGenerator(seed: 3)
        let start = ContinuousClock.now
        for _ in 0..<150 {
            var bytes = original
            // Most damage goes where the structure is: near the start and the end.
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let zone = Int.random(in: 0..<3, using: &random)
                let index =
                    switch zone {
                    case 0: Int.random(in: 0..<min(1500, bytes.count), using: &random)
                    case 1: bytes.count - 1 - Int.random(in: 0..<min(4000, bytes.count), using: &random)
                    default: Int.random(in: 0..<bytes.count, using: &random)
                    }
                let value = [0, 0xFF, 0x7F, 0x80, UInt8.random(in: 0...255, using: &random)]
                    .randomElement(using: &random)
                bytes[index] = value ?? 0
            }
            _ = try ContainerCheck.completeness(of: MemoryBytes(bytes), as: format)
        }
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test(arguments: MediaFormat.allCases)
    func `noise and nothing are never whole`(_ format: MediaFormat) throws {
        var random = SeededGenerator(seed: 4)
        #expect(try ContainerCheck.completeness(of: MemoryBytes([]), as: format) == .incomplete(.empty))
        for count in [1, 7, 8, 15, 16, 100, 5000] {
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(try ContainerCheck.completeness(of: MemoryBytes(noise), as: format) != .whole)
        }
    }
}
