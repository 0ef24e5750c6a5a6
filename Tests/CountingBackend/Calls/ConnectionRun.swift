// One connection from its acceptance to its end: request after request, and what rules do to the connection itself.

struct ConnectionRun {
    let server: CountingServer
    let wire: Wire
    let isAPI: Bool

    /// Uses the connection up.
    func serve() {
        do {
            try run()
            wire.end(.close)
        } catch let ending as Ending {
            wire.end(ending)
        } catch {
            server.keeper.violate(.malformed, 0, "\(error)")
            _ = try? AnswerWriter(wire: wire).send(Answer(status: 400))
            wire.end(.close)
        }
    }

    private func run() throws {
        let reader = RequestReader(wire: wire)
        let connection = isAPI ? try welcome(reader) : nil
        while let head = try reader.head() {
            let request = RequestRun(server: server, wire: wire, reader: reader, head: head, connection: connection)
            guard try request.run() else { return }
            reader.endRequest()
        }
    }

    /// Rules for ``CallKind/connection`` act at once, whatever their moment, but for those that count bytes.
    /// - Returns: the connection's number.
    private func welcome(_ reader: RequestReader) throws -> Int {
        let number = server.keeper.update { tally in
            tally.connections += 1
            return tally.connections
        }
        for effect in server.faults.effects(on: RequestFacts(call: .connection), isRead: false) {
            if case .requestBytes(let count) = effect.moment {
                try reader.after(bytes: count) { try effect.perform(on: wire) }
            } else if case .answer(let answer, _) = effect {
                _ = try AnswerWriter(wire: wire).send(answer)
                throw Ending.close
            } else {
                try effect.perform(on: wire)
            }
        }
        return number
    }
}
