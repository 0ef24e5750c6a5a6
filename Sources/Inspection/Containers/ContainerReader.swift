// Reads numbers out of a container that may be cut short or hostile: every read is bounds-checked and counted, so that
// no parser built on it can crash, spin or take more memory than a window.

/// Ends a parser early with what it found.
enum ContainerStop: Error {
    case incomplete(Shortfall)
    /// See ``Completeness/unprovable``.
    case unprovable
    case unreadable(ByteSourceError)
}

/// A counted, bounds-checked view of a ``ByteSource``.
///
/// ``part`` names what is being read, for the reason given when the bytes end.
struct ContainerReader {
    /// Reads allowed in all. A file of half a gigabyte in its usual structure needs a few thousand; a million take
    /// less than a second.
    static let readLimit = 1_000_000
    /// Entries allowed in a list kept in memory.
    static let listLimit = 4096
    /// The longest file looked into: half of what a filesystem can promise, so that offsets within it can be added to.
    private static let sizeLimit = Int64.max >> 1
    private static let windowSize: Int64 = 4096

    let source: any ByteSource
    var part = "header"
    private var reads = 0
    private var window: [UInt8] = []
    private var windowStart: Int64 = 0
    private var isHoleFree: Bool?

    init(_ source: any ByteSource) { self.source = source }

    var size: Int64 { source.size }

    /// The bytes of a range, at most a window's worth.
    mutating func bytes(at offset: Int64, count: Int) throws(ContainerStop) -> [UInt8] {
        reads += 1
        guard reads <= Self.readLimit, count <= Self.windowSize, size <= Self.sizeLimit else { throw .unprovable }
        guard offset >= 0, offset <= size, Int64(count) <= size - offset else {
            throw .incomplete(.endsInside(part: part))
        }
        if offset < windowStart || offset + Int64(count) > windowStart + Int64(window.count) {
            try fillWindow(at: offset)
        }
        let start = Int(offset - windowStart)
        return Array(window[start..<(start + count)])
    }

    mutating func uint8(at offset: Int64) throws(ContainerStop) -> UInt8 { try bigEndian(at: offset) }

    mutating func bigEndian<Number: FixedWidthInteger>(
        at offset: Int64, as type: Number.Type = Number.self
    ) throws(ContainerStop) -> Number {
        try bytes(at: offset, count: Number.bitWidth / 8).reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    mutating func littleEndian<Number: FixedWidthInteger>(
        at offset: Int64, as type: Number.Type = Number.self
    ) throws(ContainerStop) -> Number {
        try bigEndian(at: offset, as: Number.self).byteSwapped
    }

    mutating func fourCC(at offset: Int64) throws(ContainerStop) -> FourCC { FourCC(try bigEndian(at: offset)) }

    /// Whether a range holds only zeros. An empty range does not.
    mutating func isZero(_ range: Range<Int64>) throws(ContainerStop) -> Bool {
        guard !range.isEmpty else { return false }
        var offset = range.lowerBound
        while offset < range.upperBound {
            let count = min(Self.windowSize, range.upperBound - offset)
            guard try bytes(at: offset, count: Int(count)).allSatisfy({ $0 == 0 }) else { return false }
            offset += count
        }
        return true
    }

    /// Whether the file ends in zeros from the start of a block on, as a copy into room made before does that broke off:
    /// programs copy in blocks. Silence and black begin anywhere, and just there in one file of thousands.
    mutating func endsInUnwrittenBlocks() throws(ContainerStop) -> Bool {
        var block = max(0, size - 1) / Self.windowSize * Self.windowSize
        guard size > 0, try isZero(block..<size) else { return false }
        while block > 0, try isZero((block - Self.windowSize)..<block) { block -= Self.windowSize }
        return block == 0 ? true : try uint8(at: block - 1) != 0
    }

    /// Throws where a range has a stretch that was never written.
    mutating func requireNoHole(in range: Range<Int64>) throws(ContainerStop) {
        if isHoleFree == nil { isHoleFree = try firstHole(from: 0) == nil }
        guard isHoleFree == false, let hole = try firstHole(from: range.lowerBound), hole < range.upperBound else {
            return
        }
        throw .incomplete(.hole(at: hole))
    }

    private mutating func firstHole(from offset: Int64) throws(ContainerStop) -> Int64? {
        reads += 1
        guard reads <= Self.readLimit else { throw .unprovable }
        do { return try source.firstHole(from: offset) } catch { throw .unreadable(error) }
    }

    private mutating func fillWindow(at offset: Int64) throws(ContainerStop) {
        do {
            window = try source.bytes(at: offset, count: Int(min(Self.windowSize, size - offset)))
        } catch .outOfBounds {
            throw .incomplete(.endsInside(part: part))
        } catch {
            throw .unreadable(error)
        }
        windowStart = offset
    }
}

extension Int64 {
    /// The sum, or `nil` where it would not fit; sizes come from files that may lie.
    func adding(_ length: some BinaryInteger) -> Int64? {
        guard let length = Int64(exactly: length) else { return nil }
        let (sum, overflow) = addingReportingOverflow(length)
        return overflow ? nil : sum
    }

    /// The sum with `count` things of `size` bytes each, or `nil` where it would not fit.
    func adding(_ count: Int64, of size: UInt32) -> Int64? {
        let (length, overflow) = count.multipliedReportingOverflow(by: Int64(size))
        return overflow ? nil : adding(length)
    }
}
