// A server that does on each connection exactly what a test says, down to single bytes, and counts what it was sent.

import NIOCore
import NIOPosix
import Synchronization

/// A request as it arrived.
struct ReceivedRequest: Sendable, Hashable {
    let method: String
    let target: String
    /// Names in lower case.
    let headers: [[String]]
    /// Kept up to a limit; ``bodyCount`` is the whole of it.
    let body: [UInt8]
    let bodyCount: Int
    /// On which connection it came, the first being 0.
    let connection: Int

    subscript(header: String) -> String? { headers.first { $0[0] == header }?[1] }
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// Listens on loopback while a test runs.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (Conversation) async throws -> Void

    let port: Int
    private let arrived = Mutex<[ReceivedRequest]>([])
    private let connected = Mutex(0)

    /// Every request that arrived whole, in order.
    var requests: [ReceivedRequest] { arrived.withLock { $0 } }
    var connections: Int { connected.withLock { $0 } }
    var base: String { "http://127.0.0.1:\(port)" }

    func requests(to target: String) -> [ReceivedRequest] { requests.filter { $0.target == target } }

    /// Kept until the tests end: a connection that comes in the moment of the stop is taken by nobody, and NIO ends the
    /// process when such a one is freed.
    private static let accepted = Mutex<[NIOAsyncChannel<ByteBuffer, ByteBuffer>]>([])

    private init(port: Int) { self.port = port }

    /// Runs `body` with a server that plays `script` on each connection, and stops the server after.
    @discardableResult
    static func with<Result>(
        _ script: @escaping Script, _ body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let listening = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let accepted = try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                    Self.accepted.withLock { $0.append(accepted) }
                    return accepted
                }
            }
        let server = ScriptedServer(port: listening.channel.localAddress?.port ?? 0)
        let accepting = Task { await server.accept(listening, script) }
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        accepting.cancel()
        await accepting.value
        return try result.get()
    }

    private func accept(
        _ listening: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>, _ script: @escaping Script
    ) async {
        await withDiscardingTaskGroup { group in
            try? await listening.executeThenClose { channels in
                for try await channel in channels {
                    let number = connected.withLock { count in
                        defer { count += 1 }
                        return count
                    }
                    group.addTask { await self.play(script, on: channel, number: number) }
                }
            }
            group.cancelAll()
        }
    }

    private func play(_ script: Script, on channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>, number: Int) async {
        // A client that goes away in the middle of a script is what many tests are about.
        try? await channel.executeThenClose { inbound, outbound in
            let conversation = Conversation(
                number: number, channel: channel.channel, inbound: inbound.makeAsyncIterator(), outbound: outbound
            ) { request in self.arrived.withLock { $0.append(request) } }
            try await script(conversation)
            try await conversation.finish()
        }
    }
}

/// One connection, as its script sees it. Used by that script's task alone.
final class Conversation {
    let number: Int
    private let channel: any Channel
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let record: (ReceivedRequest) -> Void
    private var pending = ByteBuffer()

    private static let keptBody = 1_000_000

    init(
        number: Int, channel: any Channel, inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, record: @escaping (ReceivedRequest) -> Void
    ) {
        self.number = number
        self.channel = channel
        self.inbound = inbound
        self.outbound = outbound
        self.record = record
    }

    /// Waits for the head of a request and nothing more.
    func head() async throws -> [String]? {
        while true {
            let text = String(buffer: pending)
            if let end = text.firstRange(of: "\r\n\r\n") {
                pending.moveReaderIndex(forwardBy: text[..<end.upperBound].utf8.count)
                return text[..<end.lowerBound].split(separator: "\r\n").map(String.init)
            }
            guard let more = try await inbound.next() else { return nil }
            pending.writeImmutableBuffer(more)
        }
    }

    /// Waits for a whole request and counts it.
    @discardableResult
    func request() async throws -> ReceivedRequest? {
        guard let lines = try await head(), let first = lines.first?.split(separator: " "), first.count == 3 else {
            return nil
        }
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return [parts[0].lowercased(), parts.count > 1 ? parts[1].trimmed : ""]
        }
        let length = headers.first { $0[0] == "content-length" }.flatMap { Int($0[1]) } ?? 0
        guard let body = try await body(of: length) else { return nil }
        let request = ReceivedRequest(
            method: String(first[0]), target: String(first[1]), headers: headers, body: body, bodyCount: length,
            connection: number)
        record(request)
        return request
    }

    /// - Returns: `nil` when the client went away before the end.
    private func body(of length: Int) async throws -> [UInt8]? {
        var kept: [UInt8] = []
        var count = 0
        while count < length {
            if pending.readableBytes == 0 {
                guard let more = try await inbound.next() else { return nil }
                pending = more
            }
            let part = pending.readSlice(length: min(pending.readableBytes, length - count)) ?? ByteBuffer()
            count += part.readableBytes
            if kept.count < Self.keptBody { kept.append(contentsOf: part.readableBytesView) }
        }
        return kept
    }

    func write(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }
    func write(_ bytes: ByteBuffer) async throws { try await outbound.write(bytes) }

    /// An answer with a body of known length, after which the connection stays open.
    func answer(_ body: String, status: String = "200 OK", type: String = "application/json", also: String = "")
        async throws
    {
        try await write(
            "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\(also)\r\n\(body)")
    }

    /// The head of a chunked event stream.
    func beginStream() async throws {
        try await write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
    }

    func chunk(_ text: String) async throws {
        try await write("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n")
    }

    func endStream() async throws { try await write("0\r\n\r\n") }

    /// Closes our side once everything has left; closing both at once could drop what has not.
    func finish() async throws {
        outbound.finish()
        try await untilClosed()
    }

    /// Waits until the client closes the connection.
    func untilClosed() async throws { while try await inbound.next() != nil {} }

    /// Cuts the connection with a TCP reset.
    func reset() async throws {
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close()
    }
}

extension Substring {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
