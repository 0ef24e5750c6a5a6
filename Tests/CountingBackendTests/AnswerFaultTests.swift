// Every wrong answer arrives as it was ordered, in place of the right one, before or after the work.

import CountingBackend
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5)))
struct AnswerFaultTests {
    /// A wrong answer, and what shows it.
    static let answers: [(Effect, @Sendable (Received) -> Bool)] = [
        (
            .refuse(2001, "no", data: #"{"bind_id":"b-1"}"#),
            { $0.code == 2001 && $0.data["bind_id"] as? String == "b-1" }
        ),
        (.refuse(403, "lacks scope", status: 403), { $0.status == 403 && $0.code == 403 }),
        (.status(503), { $0.status == 503 && $0.code == nil && !$0.json.isEmpty }),
        (.html(), { $0.status == 502 && $0.text.hasPrefix("<!DOCTYPE") }),
        (.html(200), { $0.status == 200 && $0.header("content-type") == "text/html; charset=utf-8" }),
        (.empty(), { $0.status == 200 && $0.body.isEmpty }),
        (.empty(500), { $0.status == 500 && $0.body.isEmpty }),
        (.strangeJSON(), { $0.text.hasPrefix("[17") }),
        (.brokenJSON(), { $0.status == 200 && $0.json.isEmpty && $0.text.hasSuffix("{\"sta") }),
        (.notHTTP(), { $0.status == nil && $0.end == .closed && !$0.bytes.isEmpty }),
        (.redirect(to: "http://127.0.0.1:9/"), { $0.status == 302 && $0.header("location") == "http://127.0.0.1:9/" }),
        (.limited(.seconds(7)), { $0.status == 429 && $0.header("retry-after") == "7" }),
        (
            .limited(.date(Date(timeIntervalSince1970: 784_111_777))),
            { $0.header("retry-after") == "Sun, 06 Nov 1994 08:49:37 GMT" }
        ),
        (.limited(.text("soon"), status: 200), { $0.status == 200 && $0.code == 429 }),
        (.limited(), { $0.status == 429 && $0.header("retry-after") == nil }),
        (.hugeLength(), { $0.end == .closed && $0.header("content-length") == "\(1 << 50)" }),
        (.lengthOff(by: 10), { $0.end == .closed && $0.header("content-length") == "\($0.body.count + 10)" }),
        (.lengthOff(by: -10), { ($0.header("content-length").flatMap { Int($0) } ?? 0) < $0.body.count }),
        (.trickle(bytes: 7, every: .milliseconds(1)), { $0.code == 0 && $0.end == .whole }),
    ]

    @Test(arguments: answers.indices, [CallKind.credits, .session, .state])
    func `an answer is replaced, whatever the call`(index: Int, call: CallKind) async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        let (effect, isSo) = Self.answers[index]
        client.server.faults.on(call, .first(1), effect)
        let wanted: Wanted =
            switch call {
            case .session: client.makeSession()
            case .state: client.state(of: session)
            default: client.credits()
            }
        let connection = try PlainConnection(port: client.server.port)
        connection.write(wanted.bytes)
        // What is longer than it says shows only when all of it is read.
        let isLong = if case .lengthOff(let difference) = effect { difference < 0 } else { false }
        let received = await connection.read(untilClosed: isLong)
        #expect(isSo(received), "\(String(decoding: received.bytes, as: UTF8.self))")
    }

    @Test(arguments: [false, true])
    func `the work is done before a wrong answer, or not at all`(isWorked: Bool) async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        client.server.faults.on(.message, .html(502, worked: isWorked))
        #expect(try await client.send(client.message("extend", to: session)).status == 502)
        #expect(client.server.acceptedMessages() == (isWorked ? 1 : 0))
        #expect((client.server.draft(session: session) != nil) == isWorked)
        #expect(client.server.tally.messages.map(\.isRefused) == [false], "a 5xx refuses nothing")
    }

    @Test func `a body without end goes on until the client leaves`() async throws {
        let client = try await CarefulClient.started()
        client.server.faults.on(.credits, .endless())
        let connection = try PlainConnection(port: client.server.port)
        connection.write(client.credits().bytes)
        #expect(await connection.read(atMost: 3_000_000).bytes.count >= 3_000_000)
        connection.leave()
        try await client.server.saw("its end") { $0.open.isEmpty }
        #expect(client.server.tally.exchanges.map(\.ending) == [.gone])
    }

    @Test func `a render told to be a duplicate was accepted all the same`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.editedSession()
        client.server.faults.on(.export, .duplicate)
        let answer = try await client.send(client.export(try await client.draft(of: session), as: "r1", of: session))
        #expect(answer.code != 0 && answer.text.contains("duplicate"))
        #expect(try await client.send(client.status(of: "r1")).json["status"] as? String == "pending")
    }

    /// Which of six requests a rule takes effect on.
    static let occurrences: [(Occurrence, Set<Int>)] = [
        (.always, [1, 2, 3, 4, 5, 6]), (.first(2), [1, 2]), (.only(3), [3]), (.after(4), [5, 6]),
        (.every(2), [2, 4, 6]),
    ]

    @Test(arguments: occurrences.indices)
    func `a rule takes effect on the requests it is for`(index: Int) async throws {
        let client = try await CarefulClient.started()
        let (occurrence, expected) = Self.occurrences[index]
        let rule = client.server.faults.on([.credits, .state], occurrence, .status(500))
        var failed: Set<Int> = []
        for number in 1...6 where try await client.send(client.credits()).status == 500 { failed.insert(number) }
        #expect(failed == expected)
        #expect(client.server.faults.hits(of: rule) == expected.count)
        client.server.faults.remove(rule)
        #expect(try await client.send(client.credits()).status == 200)
    }

    @Test func `a rule may look at a message's session and text`() async throws {
        let client = try await CarefulClient.started()
        let session = try await client.session()
        client.server.faults.on(.message, where: { $0.session == session && $0.text == "two" }, .status(503))
        #expect(try await client.send(client.message("one", to: session)).status == 200)
        #expect(try await client.send(client.message("two", to: session)).status == 503)
    }
}
