// Sending a message to the editor's AI, once (PROTOCOL 4, 5 and 6).

import JobModel
import NIOCore
import NIOHTTP1
import Synchronization

extension NemoClient {
    /// Sends a message and follows its stream to the end.
    ///
    /// It goes out over a connection of its own, from a body that can be read once, and is never repeated, not even
    /// for a new token: that is fetched, and the message comes back as refused with `tokenReplaced`. Cancelled, it stops
    /// reading; unless nothing was sent, the end is then uncertain.
    ///
    /// - Parameter onEvent: told each event in order, the last before this returns. Reading waits for it.
    package func send(
        _ text: String, to session: SessionID, limits: MessageLimits = MessageLimits(),
        onEvent: @escaping @Sendable (StreamEvent) async -> Void = { _ in }
    ) async -> MessageEnd {
        let token: BearerToken
        do throws(APIFailure) { token = try await tokens.current(for: .message) } catch { return .notSent(error) }
        let caller = caller(with: token)
        let end = await caller.sendOnce(text, to: session, limits: limits, onEvent: onEvent)
        guard case .refused(let failure) = end, failure.kind == .tokenRefused else { return end }
        do throws(APIFailure) {
            _ = try await tokens.replacement(for: token, on: .message)
            return .refused(APIFailure(call: .message, kind: .tokenReplaced, status: failure.status))
        } catch {
            return .refused(error)
        }
    }
}

extension Caller {
    fileprivate func sendOnce(
        _ text: String, to session: SessionID, limits: MessageLimits,
        onEvent: @escaping @Sendable (StreamEvent) async -> Void
    ) async -> MessageEnd {
        let listener = MessageListener()
        let classification = classification(of: .message)
        var interruption: ExchangeBreak?
        do throws(ExchangeBreak) {
            try await transport.exchange(
                request(text, to: session), over: .fresh, limits: callLimits(limits)
            ) { answer in
                listener.reception.withLock { $0.takeHead(status: answer.status, headers: answer.headers) }
                try await answer.forEachChunk { chunk in
                    let news = try listener.reception.withLock { try $0.take(chunk.readableBytesView) }
                    if news.isMoreThanHeartbeat { answer.limits.noteNews() }
                    for event in news.events {
                        await onEvent(event.hidingSecrets(by: classification.redaction))
                    }
                }
            }
        } catch {
            interruption = error
        }
        let (end, events) = listener.reception.withLock { $0.end(interruption, classification: classification) }
        for event in events { await onEvent(event.hidingSecrets(by: classification.redaction)) }
        return end
    }

    private func request(_ text: String, to session: SessionID) -> OutgoingRequest {
        let body: JSONValue = [
            "app_name": "nemo_agent", "user_id": "me", "session_id": .string(session.rawValue),
            "new_message": ["parts": [["text": .string(text)]]],
        ]
        var request = request(.POST, settings.api.appending("run_sse"), json: body.bytes)
        request.body = .once(SingleUseBytes(body.bytes))
        request.headers.replaceOrAdd(name: "Accept", value: "text/event-stream")
        return request
    }

    private func callLimits(_ limits: MessageLimits) -> CallLimits {
        CallLimits(
            idle: limits.idle, total: limits.total, bytes: settings.limits(of: .message).bytes,
            withoutNews: limits.heartbeats)
    }
}

/// Holds what has been received, so that it is there when the exchange breaks.
private final class MessageListener: Sendable {
    let reception = Mutex(MessageReception())
}
