// One request from its head to the end of its answer, with what the rules do to it at each moment.

import Foundation

/// Carries one request out. Used by the connection's thread alone; the calls themselves are extensions.
final class RequestRun {
    enum Body {
        case json([UInt8])
        case form(MultipartReader)
    }

    enum Reply {
        case answer(Answer)
        case stream([StreamStep])
    }

    let server: CountingServer
    let wire: Wire
    let head: RequestHead
    let route: Route
    private let reader: RequestReader
    private let isAPI: Bool
    private(set) var facts: RequestFacts
    private(set) var effects: [Effect] = []
    private(set) var body = Body.json([])
    let writer: AnswerWriter
    let number: Int

    var keeper: TallyKeeper { server.keeper }
    var token: String { facts.token ?? "" }
    var session: String { facts.session ?? "" }

    init(server: CountingServer, wire: Wire, reader: RequestReader, head: RequestHead, connection: Int?) {
        (self.server, self.wire, self.reader, self.head) = (server, wire, reader, head)
        isAPI = connection != nil
        route = Route(method: head.method, path: head.path, isAPI: isAPI)
        writer = AnswerWriter(wire: wire)
        facts = RequestFacts(call: route.call)
        facts.token = head.value(of: "authorization").flatMap { value in
            value.hasPrefix("Bearer ") ? String(value.dropFirst(7)) : nil
        }
        switch route.call {
        case .upload, .state: facts.session = route.name
        case .renderStatus, .download, .fallbackDownload: facts.render = route.name
        default: break
        }
        let (time, facts) = (server.keeper.time, facts)
        number = server.keeper.update { tally in
            let number = tally.exchanges.count + 1
            tally.exchanges.append(
                Exchange(
                    number: number, time: time, connection: connection, call: facts.call, method: head.method,
                    target: head.target,
                    token: facts.token.map(CountingServer.mark), session: facts.session, render: facts.render))
            return number
        }
    }

    /// - Returns: whether the connection can carry another request.
    /// - Throws: how the connection ends, where the exchange is broken off.
    func run() throws -> Bool {
        var ending: Ending?
        defer {
            let (time, bytes) = (keeper.time, writer.written)
            keeper.complete(number) { exchange in
                exchange.ended = time
                exchange.ending = ending
                exchange.answerBytes = bytes
            }
        }
        do {
            try receive()
            try perform(.read)
            return try reply()
        } catch let other as Ending {
            ending = other
            throw other
        }
    }

    // MARK: Reading

    private func receive() throws {
        effects = server.faults.effects(on: facts, isRead: false)
        try perform(.head)
        for effect in effects {
            guard case .requestBytes(let count) = effect.moment else { continue }
            try reader.after(bytes: count) { [wire] in try effect.perform(on: wire) }
        }
        let length = try readBody()
        learn()
        let facts = facts
        keeper.complete(number) { exchange in
            exchange.isRead = true
            exchange.bodyBytes = length
            (exchange.session, exchange.text, exchange.render) = (facts.session, facts.text, facts.render)
        }
        checkHeaders(isAPI: isAPI, bodyBytes: length)
        if route.call == .message { noteMessage() }
        effects += server.faults.effects(on: facts, isRead: true)
    }

    private func readBody() throws -> Int {
        if route.call == .upload, var form = head.value(of: "content-type").flatMap(MultipartReader.init) {
            let length = try reader.body(of: head) { form.take($0) }
            body = .form(form)
            return length
        }
        var bytes: [UInt8] = []
        let length = try reader.body(of: head) { bytes += $0 }
        body = .json(bytes)
        return length
    }

    /// Learns from the body what rules and counts want to know.
    private func learn() {
        switch route.call {
        case .message:
            facts.session = messageBody?.session_id
            facts.text = messageBody?.text
        case .export:
            facts.session = jsonObject["sessionId"] as? String
            facts.render = jsonObject["id"] as? String
        case .claimLink: facts.session = jsonObject["session_id"] as? String
        default: break
        }
    }

    var jsonBody: [UInt8] { if case .json(let bytes) = body { bytes } else { [] } }

    var jsonObject: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(jsonBody))) as? [String: Any] ?? [:]
    }

    // MARK: Answering

    private func perform(_ moment: Moment) throws {
        for effect in effects where effect.moment == moment { try effect.perform(on: wire) }
    }

    private func reply() throws -> Bool {
        let substitute = effects.lazy.compactMap { effect in
            if case .answer(let answer, let worked) = effect { (answer: answer, worked: worked) } else { nil }
        }.first
        if let substitute, !substitute.worked {
            if route.call == .message { noteRefusal(by: substitute.answer) }
            try perform(.worked)
            return try send(substitute.answer)
        }
        switch work() {
        case .answer(let answer):
            if route.call == .message { noteRefusal(by: answer) }
            try perform(.worked)
            return try send(substitute?.answer ?? answer)
        case .stream(let steps):
            let message = MessageStream(request: self, steps: steps)
            if substitute != nil || effects.contains(where: { $0.moment == .worked }) { message.editAtOnce() }
            defer { message.releaseCredits() }
            try perform(.worked)
            if let substitute { return try send(substitute.answer) }
            prepareWriter()
            try message.run()
            return true
        }
    }

    private func send(_ answer: Answer) throws -> Bool {
        var answer = answer
        for case .lengthOff(let difference) in effects { answer.framing = .declared(answer.body.count + difference) }
        keeper.complete(number) { $0.status = answer.status }
        prepareWriter()
        return try writer.send(answer)
    }

    private func prepareWriter() {
        for effect in effects {
            if case .trickle(let bytes, let interval) = effect { writer.pace = .init(bytes: bytes, interval: interval) }
            guard case .answerBytes(let count) = effect.moment else { continue }
            writer.after(bytes: count) { [wire] in try effect.perform(on: wire) }
        }
    }

    /// Does what the call is for.
    private func work() -> Reply {
        if route.call != .unknown, let refusal = refusalOfToken() { return .answer(refusal) }
        if route.call == .message { return message() }
        let answer =
            switch route.call {
            case .anonymousToken: anonymousToken()
            case .session: createSession()
            case .claimLink: claimLink()
            case .upload: upload()
            case .credits: credits()
            case .state: state()
            case .export: export()
            case .renderStatus: renderStatus()
            case .download: download(isFallback: false)
            case .fallbackDownload: download(isFallback: true)
            case .message, .connection, .unknown: Answer.envelope(code: 404, message: "no such call", status: 404)
            }
        keeper.complete(number) { $0.isWorked = true }
        return .answer(answer)
    }
}
