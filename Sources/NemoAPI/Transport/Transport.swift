// Sends one request and hands its answer over, over connections that never repeat anything by themselves.

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// A request ready to be sent.
struct OutgoingRequest: Sendable {
    var method: HTTPMethod = .GET
    var url: String
    var headers: HTTPHeaders = [:]
    var body = OutgoingBody.none

    /// Whether the body has begun to leave; `nil` where no record is kept of it.
    fileprivate var bodyBegun: Bool? {
        if case .once(let bytes) = body { bytes.hasBegun } else { nil }
    }
}

/// The head of an answer, and its body as it comes in.
struct IncomingAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    fileprivate let body: HTTPClientResponse.Body
    let limits: CallGuard

    /// Hands over the body chunk by chunk until its end.
    /// - Throws: ``ReachedLimit`` and whatever breaks the connection. A body that ends before its length is broken.
    func forEachChunk(_ take: (ByteBuffer) async throws -> Void) async throws {
        for try await chunk in body {
            try limits.noteReceived(chunk)
            try await take(chunk)
        }
        // A cancelled body ends as a whole one does.
        try Task.checkCancellation()
    }

    /// The body in memory; ``CallLimits/bytes`` is how much that may be.
    func wholeBody() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await forEachChunk { bytes.append(contentsOf: $0.readableBytesView) }
        return bytes
    }

    /// The first bytes of the body; the rest is not waited for.
    func beginningOfBody(_ count: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in body {
            try limits.noteReceived(chunk)
            bytes.append(contentsOf: chunk.readableBytesView)
            guard bytes.count < count else { break }
        }
        try Task.checkCancellation()
        return Array(bytes.prefix(count))
    }
}

/// The network side of the client.
struct Transport: Sendable {
    /// What a connection is used for.
    enum Route: Sendable {
        /// Connections are kept for a while and used again. A request that meets one that has died fails; whether it
        /// is sent again is decided above.
        case pooled
        /// A connection of its own, closed after. For the message (FIELD-FACTS 1).
        case fresh
    }

    private let pooled: HTTPClient
    private let fresh: HTTPClient
    /// The one loop that all connections live on; see ``prepare(_:guardian:)``.
    private let loop: any EventLoop
    private let time: MonotonicTime

    init(connectLimit: Duration, time: MonotonicTime) {
        self.time = time
        loop = MultiThreadedEventLoopGroup.singleton.any()
        pooled = HTTPClient(
            eventLoopGroupProvider: .shared(loop),
            configuration: Self.configuration(connectLimit: connectLimit, idle: .seconds(10)))
        var single = Self.configuration(connectLimit: connectLimit, idle: .milliseconds(1))
        single.maximumUsesPerConnection = 1
        fresh = HTTPClient(eventLoopGroupProvider: .shared(loop), configuration: single)
    }

    /// Closes every connection. Calls still running fail.
    func shutdown() async {
        // Shutting down twice is the only error there is, and harmless.
        try? await pooled.shutdown()
        try? await fresh.shutdown()
    }

    /// Sends `request` once and lets `read` take the answer, all of it under `limits`.
    ///
    /// - Throws: ``ExchangeBreak`` when no answer, or not all of it, came.
    func exchange<Answer: Sendable>(
        _ request: OutgoingRequest, over route: Route = .pooled, limits: CallLimits,
        read: @escaping @Sendable (IncomingAnswer) async throws -> Answer
    ) async throws(ExchangeBreak) -> Answer {
        let guardian = CallGuard(limits: limits, time: time)
        let client = route == .fresh ? fresh : pooled
        let prepared = prepare(request, guardian: guardian)
        do {
            return try await guardian.run {
                // The client takes notice of a cancellation too late to hold a request back.
                try Task.checkCancellation()
                let response = try await client.execute(prepared, deadline: .distantFuture)
                let answer = IncomingAnswer(
                    status: Int(response.status.code), headers: response.headers, body: response.body,
                    limits: guardian)
                return try await read(answer)
            }
        } catch {
            throw ExchangeBreak(error, bodyBegun: request.bodyBegun, isCancelled: Task.isCancelled)
        }
    }

    private func prepare(_ request: OutgoingRequest, guardian: CallGuard) -> HTTPClientRequest {
        var prepared = HTTPClientRequest(url: request.url)
        prepared.method = request.method
        prepared.headers = request.headers
        switch request.body {
        case .none: break
        case .bytes(let bytes): prepared.body = .bytes(ByteBuffer(bytes: bytes))
        case .once(let bytes): prepared.body = .bytes(bytes, length: .known(Int64(bytes.count)))
        case .file(let file):
            // A turn of the event loop between two parts: only there does the client learn that the socket is full and
            // stop asking for more. Without it the parts of a large file piled up (measured: up to 76 MB of 500).
            let paced = PacedFile(file: file) { [loop] in
                try await loop.submit {}.get()
                guardian.noteSent()
            }
            prepared.body = .stream(paced, length: .known(file.length))
        }
        return prepared
    }

    private static func configuration(connectLimit: Duration, idle: TimeAmount) -> HTTPClient.Configuration {
        var pool = HTTPClient.Configuration.ConnectionPool(idleTimeout: idle)
        // A connection that cannot be made is told at once; waiting and trying again is decided above.
        pool.retryConnectionEstablishment = false
        // Beyond this limit requests would queue, and time out as if the backend were away.
        pool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(connect: .milliseconds(connectLimit.wholeMilliseconds)),
            connectionPool: pool)
        // One call a connection: what happens to one cannot reach another.
        configuration.httpVersion = .http1Only
        return configuration
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int64 {
        max(1, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
    }
}
