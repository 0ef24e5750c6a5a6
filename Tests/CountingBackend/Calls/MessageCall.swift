// A message: whether it is taken on, and what is written down of it (PROTOCOL 4, 6).

import Foundation
import Synchronization

/// The body of PROTOCOL 4's message.
struct MessageBody: Decodable {
    struct Part: Decodable {
        let text: String?
    }

    struct Content: Decodable {
        let parts: [Part]
    }

    let app_name: String
    let user_id: String
    let session_id: String
    let new_message: Content

    var text: String { new_message.parts.compactMap(\.text).joined() }
}

extension RequestRun {
    var messageBody: MessageBody? { try? JSONDecoder().decode(MessageBody.self, from: Data(jsonBody)) }

    /// Writes down that a message was read whole, before anything is decided about it.
    func noteMessage() {
        let body = messageBody
        if body?.app_name != "nemo_agent" || body?.user_id != "me" { violate(.body, "a message that is none") }
        let (number, session, text) = (number, session, facts.text ?? "")
        let repeated = keeper.update { tally in
            let earlier = tally.messages.last { $0.session == session && $0.text == text && !$0.isRefused }
            let upload = tally.uploads.last { $0.session == session }
            tally.messages.append(ReceivedMessage(exchange: number, session: session, text: text))
            return earlier.flatMap { $0.exchange > (upload?.exchange ?? 0) ? $0.exchange : nil }
        }
        if let repeated { violate(.messageRepeated, "\"\(text)\" came before as request \(repeated)") }
    }

    /// Writes down what became of the message.
    func amendMessage(_ change: (inout ReceivedMessage) -> Void) {
        keeper.update { tally in
            guard let index = tally.messages.lastIndex(where: { $0.exchange == number }) else { return }
            change(&tally.messages[index])
        }
    }

    /// A message answered by a 4xx or an error envelope instead of a stream may be repeated (PROTOCOL 6).
    func noteRefusal(by answer: Answer) {
        let code = RawJSON.member("code", of: answer.body).map { String(decoding: $0, as: UTF8.self) }
        let isRefusal = (400..<500).contains(answer.status) || answer.status < 300 && code != nil && code != "0"
        if isRefusal { amendMessage { $0.isRefused = true } }
    }

    func message() -> Reply {
        let refusal: Answer? = server.world.withLock { world in
            guard world.session(session, for: token) != nil else { return Self.sessionNotFound }
            let cost = world.settings.messageCost
            guard let account = world.accounts[token], account.available >= cost else {
                return Self.outOfCredits(world.accounts[token])
            }
            world.accounts.change(token) { account in
                account.available -= cost
                account.frozen += cost
            }
            return nil
        }
        if let refusal { return .answer(refusal) }
        for case .stream(let steps) in effects { return .stream(steps) }
        return .stream(StreamScript.steps(for: facts.text ?? ""))
    }
}
