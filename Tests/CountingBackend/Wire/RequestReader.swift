// Reads HTTP/1.1 requests off a connection, a piece at a time, so that it can be broken off after any byte (RFC 9112).

/// What precedes a request's body.
struct RequestHead: Sendable {
    let method: String
    /// Path and query as they came.
    let target: String
    let headers: [(name: String, value: String)]

    var path: String { String(target.prefix { $0 != "?" }) }

    /// The values of a header, by its name in lower case.
    func values(of name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }

    func value(of name: String) -> String? { values(of: name).first }
}

/// Bytes that are no request.
struct MalformedRequest: Error {
    let reason: String
}

/// The requests of one connection, one after the other. Used by the connection's thread alone.
final class RequestReader {
    private let wire: Wire
    private var buffer: ArraySlice<UInt8> = []
    private var consumed = 0
    /// What to do when so many bytes of the request at hand have been read.
    private var limits: [(bytes: Int, act: () throws -> Void)] = []

    init(wire: Wire) { self.wire = wire }

    /// The head of the next request.
    /// - Returns: `nil` when the client closed the connection between two requests.
    func head() throws -> RequestHead? {
        guard try !buffer.isEmpty || fill() else { return nil }
        let words = try line().split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { throw MalformedRequest(reason: "request line") }
        var headers: [(String, String)] = []
        while case let line = try line(), !line.isEmpty {
            guard let colon = line.firstIndex(of: ":") else { throw MalformedRequest(reason: "header line") }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers.append((line[..<colon].lowercased(), String(value)))
        }
        return RequestHead(method: String(words[0]), target: String(words[1]), headers: headers)
    }

    /// Forgets the request at hand; the next one's bytes are counted anew.
    func endRequest() {
        consumed = 0
        limits = []
    }

    /// Has something done once so many bytes of this request, its head among them, have been read.
    func after(bytes: Int, _ act: @escaping () throws -> Void) throws {
        if consumed >= bytes { try act() } else { limits.append((bytes, act)) }
    }

    /// Reads the body.
    /// - Returns: its length.
    func body(of head: RequestHead, _ take: (ArraySlice<UInt8>) throws -> Void) throws -> Int {
        if head.value(of: "expect")?.lowercased() == "100-continue" {
            try wire.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)[...])
        }
        if head.value(of: "transfer-encoding")?.lowercased() == "chunked" {
            var total = 0
            while true {
                let size = try line().prefix { $0 != ";" }
                guard let count = Int(size, radix: 16) else { throw MalformedRequest(reason: "chunk size") }
                try piece(of: count, take)
                if count == 0 {
                    while try !line().isEmpty {}
                    return total
                }
                guard try line().isEmpty else { throw MalformedRequest(reason: "chunk end") }
                total += count
            }
        }
        let lengths = head.values(of: "content-length")
        guard let text = lengths.first else { return 0 }
        guard lengths.count == 1, let length = Int(text), length >= 0 else {
            throw MalformedRequest(reason: "content-length")
        }
        try piece(of: length, take)
        return length
    }

    // MARK: Bytes

    private func piece(of count: Int, _ take: (ArraySlice<UInt8>) throws -> Void) throws {
        var left = count
        while left > 0 {
            if buffer.isEmpty, try !fill() { throw Ending.gone }
            let nearest = limits.map { $0.bytes - consumed }.min() ?? left
            let part = buffer.prefix(min(left, max(1, nearest)))
            buffer = buffer.dropFirst(part.count)
            left -= part.count
            try take(part)
            try consume(part.count)
        }
    }

    private func line() throws -> String {
        var bytes: [UInt8] = []
        while true {
            if let end = buffer.firstIndex(of: 10) {
                bytes += buffer[..<end]
                buffer = buffer[(end + 1)...]
                try consume(bytes.count + 1)
                if bytes.last == 13 { bytes.removeLast() }
                return String(decoding: bytes, as: UTF8.self)
            }
            bytes += buffer
            buffer = []
            guard bytes.count < 1 << 20 else { throw MalformedRequest(reason: "endless line") }
            if try !fill() { throw Ending.gone }
        }
    }

    private func consume(_ count: Int) throws {
        consumed += count
        let due = limits.filter { $0.bytes <= consumed }
        limits.removeAll { $0.bytes <= consumed }
        for limit in due { try limit.act() }
    }

    private func fill() throws -> Bool {
        buffer = try wire.read()[...]
        return !buffer.isEmpty
    }
}
