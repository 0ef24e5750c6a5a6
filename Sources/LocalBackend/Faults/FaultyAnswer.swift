// Where the fault script meets the routes: around every call, before it is looked at and after it is answered.

import Hummingbird
import NIOCore
import ServiceLifecycle

/// Does a call as its handler would, or as the script says.
struct FaultyAnswer: Sendable {
    let board: FaultBoard
    let clock: any Clock<Duration>

    /// - Parameter work: The handler; it gets what of the effect is its own business.
    func to(
        _ call: BackendCall, _ context: BackendContext,
        work: (Fault.Effect?) async throws -> Response
    ) async throws -> Response {
        guard let effect = board.receive(call) else { return try await answered { try await work(nil) } }
        switch effect {
        case .delay(let milliseconds):
            await cancelWhenGracefulShutdown { [clock] in try? await clock.sleep(for: .milliseconds(milliseconds)) }
            return try await answered { try await work(nil) }
        case .answer(let status, let contentType, let body):
            return .text(body, type: contentType, status: status)
        case .envelope(let status, let code, let message):
            return Refusal(status: status, code: code, message: message).response
        case .rateLimit(let seconds):
            return Refusal(status: 429, code: 429, message: "rate limited", retryAfter: seconds).response
        case .drop(let worked):
            if worked { try await finish(try await answered { try await work(effect) }) }
            try? await context.channel.close()
            throw BrokenOff()
        case .hang(let worked):
            if worked { try await finish(try await answered { try await work(effect) }) }
            await silence(on: context.channel)
            throw BrokenOff()
        case .cut(let bytes):
            return try await answered { try await work(effect) }.cut(after: bytes)
        case .heartbeatsOnly, .silent, .secondStage, .errorEvent, .failRender:
            return try await answered { try await work(effect) }
        }
    }

    /// A refusal is an answer like any other.
    private func answered(_ work: () async throws -> Response) async throws -> Response {
        do { return try await work() } catch let refusal as Refusal { return refusal.response }
    }

    /// Lets an answer happen without anybody hearing it: a stream's edit is made while its body is written.
    private func finish(_ response: Response) async throws {
        try await response.body.write(NobodyListens())
    }

    /// Until the other side hangs up or the server is shut down.
    private func silence(on channel: any Channel) async {
        let (closed, closing) = AsyncStream.makeStream(of: Void.self)
        channel.closeFuture.whenComplete { _ in closing.finish() }
        await cancelWhenGracefulShutdown { for await _ in closed {} }
    }
}

private struct NobodyListens: ResponseBodyWriter {
    mutating func write(_ buffer: ByteBuffer) async throws {}
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
