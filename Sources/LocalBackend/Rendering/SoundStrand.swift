// Plays a clip's sound on without an end: each pass from its beginning, crossfaded with the end of the one before.

import Foundation
import SystemPackage

/// Sound of a whole timeline as 16-bit stereo at 48 kHz in one file, written piece by piece.
///
/// Sound is never played backwards: reversed speech and music are noise, while a picture that runs back is hardly
/// noticed. Passes begin when the picture's do.
struct SoundStrand {
    static let samplesPerSecond = 48_000
    static let bytesPerSample = 4
    /// Samples copied at a time.
    private static let block = 1 << 16

    private let output: FileDescriptor

    static func samples(ofFrames frames: Int, at rate: FrameRate) -> Int {
        Int((rate.seconds(ofFrames: frames) * Double(samplesPerSecond)).rounded())
    }

    /// - Parameter path: Begun anew. The caller calls ``close()``.
    init(writingTo path: String) throws {
        output = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
    }

    func close() throws { try output.close() }

    func appendSilence(samples: Int) throws {
        let zeros = [UInt8](repeating: 0, count: Self.block * Self.bytesPerSample)
        var left = samples * Self.bytesPerSample
        while left > 0 {
            try Task.checkCancellation()
            let size = min(left, zeros.count)
            try output.writeAll(zeros[..<size])
            left -= size
        }
    }

    /// Appends a window of the strand that is made of the recording at `path`.
    /// - Parameter strand: In samples; its count is the length of the recording.
    func append(_ window: Range<Int>, of strand: Strand, recordedAt path: String) throws {
        let input = try FileDescriptor.open(FilePath(path), .readOnly)
        try input.closeAfter {
            var position = window.lowerBound
            while position < window.upperBound {
                try Task.checkCancellation()
                let end = min(window.upperBound, strand.nextSeam(after: position), position + Self.block)
                try output.writeAll(
                    try samples(position..<end, of: strand, endingAt: window.upperBound, from: input))
                position = end
            }
        }
    }

    /// Samples of a stretch that holds no seam inside it.
    private func samples(
        _ stretch: Range<Int>, of strand: Strand, endingAt end: Int, from input: FileDescriptor
    ) throws -> [UInt8] {
        let pass = stretch.lowerBound / strand.stride
        let step = stretch.lowerBound - pass * strand.stride
        guard pass > 0, step < strand.fade else { return try read(step, stretch.count, from: input) }
        let old = try read(strand.stride + step, stretch.count, from: input)
        guard strand.isPlayed(pass, endingAt: end) else { return old }
        let new = try read(step, stretch.count, from: input)
        return Self.crossfade(old, new, from: step, of: strand.fade)
    }

    private func read(_ first: Int, _ count: Int, from input: FileDescriptor) throws -> [UInt8] {
        let wanted = count * Self.bytesPerSample
        var bytes = try [UInt8](unsafeUninitializedCapacity: wanted) { buffer, read in
            read = try input.read(
                fromAbsoluteOffset: Int64(first * Self.bytesPerSample), into: UnsafeMutableRawBufferPointer(buffer))
        }
        // The recording may end a little before the picture does.
        bytes += [UInt8](repeating: 0, count: wanted - bytes.count)
        return bytes
    }

    /// Equal power: the two are different moments of the recording, so their loudness adds up by squares.
    static func crossfade(_ old: [UInt8], _ new: [UInt8], from step: Int, of fade: Int) -> [UInt8] {
        var mixed = [UInt8]()
        mixed.reserveCapacity(old.count)
        for sample in 0..<min(old.count, new.count) / bytesPerSample {
            let angle = (Double(step + sample) + 0.5) / Double(fade) * .pi / 2
            let (rising, falling) = (sin(angle), cos(angle))
            for channel in 0..<2 {
                let at = sample * bytesPerSample + channel * 2
                let value = level(old, at) * falling + level(new, at) * rising
                let clipped = UInt16(bitPattern: Int16(max(min(value.rounded(), 32767), -32768)))
                mixed.append(UInt8(truncatingIfNeeded: clipped))
                mixed.append(UInt8(truncatingIfNeeded: clipped >> 8))
            }
        }
        return mixed
    }

    private static func level(_ bytes: [UInt8], _ at: Int) -> Double {
        Double(Int16(bitPattern: UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8))
    }
}

extension Strand {
    /// The next position at which a pass begins, or a fade ends.
    fileprivate func nextSeam(after position: Int) -> Int {
        let begin = position / stride * stride
        return position < begin + fade ? begin + fade : begin + stride
    }
}
