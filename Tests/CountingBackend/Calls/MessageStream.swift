// Carries out the steps by which a message is answered: events onto the wire, edits into the session.

import Foundation
import Synchronization

/// One message's stream. Used by the connection's thread alone.
final class MessageStream {
    private let request: RequestRun
    private var steps: ArraySlice<StreamStep>
    private let cost: Int
    private var isSettled = false
    private var pieces = ""
    private var events = 0

    init(request: RequestRun, steps: [StreamStep]) {
        self.request = request
        self.steps = steps[...]
        cost = request.server.settings.messageCost
    }

    /// Makes the edit before anything is answered, if there is one.
    func editAtOnce() {
        guard steps.contains(where: \.isEdit) else { return }
        settle(isEdit: true)
        steps.removeAll(where: \.isEdit)
    }

    /// Gives back what was reserved for an edit that was never made.
    func releaseCredits() {
        guard !isSettled else { return }
        let cost = cost
        request.server.world.withLock { world in
            world.accounts.change(request.token) { account in
                account.frozen -= cost
                account.available += cost
            }
        }
    }

    func run() throws {
        let head = Answer(
            headers: [("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "no-cache")],
            framing: .chunked)
        do {
            request.keeper.complete(request.number) { $0.status = 200 }
            try request.writer.write(head.head)
            while let step = steps.popFirst() { try take(step) }
            try request.writer.writeLastChunk()
        } catch Ending.gone {
            try finishAlone()
            throw Ending.gone
        }
    }

    /// The client left: the work it asked for goes on without it, or is given up.
    private func finishAlone() throws {
        guard request.server.settings.outlivesClients else { return }
        while let step = steps.popFirst() {
            switch step {
            case .pause(let duration): Thread.sleep(forTimeInterval: duration / .seconds(1))
            case .edit, .charge, .editLater: try take(step)
            default: break
            }
        }
    }

    private func take(_ step: StreamStep) throws {
        switch step {
        case .edit: settle(isEdit: true)
        case .charge: settle(isEdit: false)
        case .editLater(let delay): editLater(delay)
        case .text(let text): try send(part: "{\"text\":\(RawJSON.quote(text))}")
        case .partial(let piece):
            pieces += piece
            try send(part: "{\"text\":\(RawJSON.quote(piece))}", extra: "\"partial\":true,")
        case .whole:
            try send(part: "{\"text\":\(RawJSON.quote(pieces))}")
            (pieces, events) = ("", events + 1)
        case .thought(let text): try send(part: "{\"text\":\(RawJSON.quote(text)),\"thought\":true}")
        case .call(let name):
            try send(part: "{\"functionCall\":{\"id\":\"adk-1\",\"args\":{\"seconds\":1},\"name\":\"\(name)\"}}")
        case .response(let name):
            let response =
                "{\"functionResponse\":{\"id\":\"adk-1\",\"name\":\"\(name)\",\"response\":{\"status\":\"ok\"}}}"
            try send(part: response, role: "user")
        case .nothing: try send(part: "")
        case .heartbeat(let form): try write(form.text)
        case .heartbeats(let interval, let duration):
            let deadline = duration.map { ContinuousClock.now + $0 }
            while deadline.map({ ContinuousClock.now < $0 }) ?? true {
                try write(Heartbeat.allCases[events % Heartbeat.allCases.count].text)
                events += 1
                try request.wire.pause(interval)
            }
        case .chatter(let interval):
            while true {
                try send(part: "{\"text\":\"Still thinking.\",\"thought\":true}")
                try request.wire.pause(interval)
            }
        case .errorCode(let code, let message):
            try write(
                "data: {\"errorCode\":\(RawJSON.quote(code)),\"errorMessage\":\(RawJSON.quote(message)),"
                    + "\"author\":\"nemo_agent\",\"id\":\"e-error\"}\n\n")
        case .error(let message): try write("data: {\"error\":\(RawJSON.quote(message))}\n\n")
        case .bytes(let bytes): try request.writer.writeChunk(bytes)
        case .pause(let duration): try request.wire.pause(duration)
        case .hold(let gate): while !gate.isOpen { try request.wire.pause(.milliseconds(2)) }
        case .silence: try request.wire.pause(nil)
        case .reset: throw Ending.reset
        case .close: throw Ending.close
        }
    }

    // MARK: Edits

    private func settle(isEdit: Bool) {
        guard !isSettled else { return }
        isSettled = true
        let (cost, text) = (cost, request.facts.text ?? "")
        request.server.world.withLock { world in
            world.accounts.change(request.token) { $0.frozen -= cost }
            if isEdit { world.edit(session: request.session, text: text) }
        }
        request.keeper.complete(request.number) { $0.isWorked = true }
        request.amendMessage { message in
            message.isAccepted = true
            message.isEdited = isEdit
        }
    }

    /// A message not charged yet is charged with this edit; after one that is, it is a second stage.
    private func editLater(_ delay: Duration) {
        let (server, session, number) = (request.server, request.session, request.number)
        let (text, token, cost) = (request.facts.text ?? "", request.token, cost)
        let isFirst = !isSettled
        isSettled = true
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: delay / .seconds(1))
            server.world.withLock { world in
                if isFirst { world.accounts.change(token) { $0.frozen -= cost } }
                world.edit(session: session, text: isFirst ? text : "[generate] second stage")
            }
            server.keeper.update { tally in
                guard isFirst else { return tally.secondStages += 1 }
                guard let index = tally.messages.lastIndex(where: { $0.exchange == number }) else { return }
                tally.messages[index].isAccepted = true
                tally.messages[index].isEdited = true
                tally.exchanges[number - 1].isWorked = true
            }
        }
    }

    // MARK: Events

    private func send(part: String, role: String = "model", extra: String = "") throws {
        let event =
            "{\"content\":{\"parts\":[\(part)],\"role\":\"\(role)\"},\(extra)\"invocationId\":\"e-\(request.number)\","
            + "\"author\":\"nemo_agent\",\"actions\":{\"stateDelta\":{},\"artifactDelta\":{}},"
            + "\"id\":\"event-\(request.number)-\(events)\",\"timestamp\":1795354569.130843}"
        // Pieces of a text and the whole have the same id.
        if extra.isEmpty, pieces.isEmpty { events += 1 }
        try write("data: \(event)\n\n")
    }

    private func write(_ text: String) throws { try request.writer.writeChunk(Array(text.utf8)) }
}
