// Bytes held in memory, for what is small already and for tests of the parsers.

/// An array as a ``ByteSource``.
package struct MemoryBytes: ByteSource, Sendable {
    package let contents: [UInt8]
    /// Stretches to be reported as holes, whatever they hold.
    package let holes: [Range<Int64>]

    package init(_ contents: [UInt8], holes: [Range<Int64>] = []) {
        self.contents = contents
        self.holes = holes
    }

    package var size: Int64 { Int64(contents.count) }

    package func bytes(at offset: Int64, count: Int) throws(ByteSourceError) -> [UInt8] {
        guard offset >= 0, count >= 0, offset <= size, Int64(count) <= size - offset else {
            throw .outOfBounds(offset: offset, count: count)
        }
        return Array(contents[Int(offset)..<(Int(offset) + count)])
    }

    package func firstHole(from offset: Int64) -> Int64? {
        holes.filter { $0.upperBound > offset }.map { max($0.lowerBound, offset) }.min()
    }
}
