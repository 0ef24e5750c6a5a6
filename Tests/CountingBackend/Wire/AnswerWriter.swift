// Puts an answer on the wire, a piece at a time, so that it can be slowed and broken off after any byte.

/// The way one answer goes out. Used by the connection's thread alone.
final class AnswerWriter {
    /// How slowly an answer goes out.
    struct Pace {
        let bytes: Int
        let interval: Duration
    }

    private let wire: Wire
    private var gates: [(bytes: Int, act: () throws -> Void)] = []
    private(set) var written = 0
    var pace: Pace?

    init(wire: Wire) { self.wire = wire }

    /// Has something done once so many bytes of the answer, its head among them, have been written.
    func after(bytes: Int, _ act: @escaping () throws -> Void) {
        gates.append((bytes, act))
        gates.sort { $0.bytes < $1.bytes }
    }

    /// Writes an answer.
    /// - Returns: whether the connection can carry another.
    func send(_ answer: Answer) throws -> Bool {
        try write(answer.head)
        switch answer.framing {
        case .chunked:
            if !answer.body.isEmpty { try writeChunk(answer.body) }
            try writeLastChunk()
        case .endless:
            while true { try writeChunk(answer.body) }
        case .length, .declared, .untilClose, .bare:
            try write(answer.body)
        }
        return answer.keepsConnection
    }

    func writeChunk(_ bytes: [UInt8]) throws {
        try write(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10])
    }

    func writeLastChunk() throws { try write(Array("0\r\n\r\n".utf8)) }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        repeat {
            while let gate = gates.first, gate.bytes <= written {
                gates.removeFirst()
                try gate.act()
            }
            guard !rest.isEmpty else { return }
            var count = rest.count
            if let gate = gates.first { count = min(count, gate.bytes - written) }
            if let pace { count = min(count, pace.bytes) }
            try wire.write(rest.prefix(count))
            rest = rest.dropFirst(count)
            written += count
            if let pace { try wire.pause(pace.interval) }
        } while true
    }
}
