// A token is nowhere but where it is kept: not in a file, a log, an answer of a command, or what the machine shows of a
// process, even when the backend says it aloud (PROTOCOL 2).

import CountingBackend
import EndToEndSupport
import Foundation
import Glibc
import Subprocess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SecretTests {
    /// Where the daemon has its token from.
    enum Source: Sendable, CustomTestStringConvertible {
        case environment(String), file(String), anonymous

        /// One of the backend's own shape, and one that only its being known gives away.
        static let all =
            ["nmv_usr_0f1e2d3c4b5a69788796a5b4c3d2e1f0", "Zk3vT9qLm2Xw8RbY5NcD"].flatMap {
                [Source.environment($0), .file($0)]
            } + [.anonymous]

        var given: String? {
            switch self {
            case .environment(let token), .file(let token): token
            case .anonymous: nil
            }
        }

        var testDescription: String {
            switch self {
            case .environment(let token): "NEMO_TOKEN=\(token)"
            case .file(let token): "a file with \(token)"
            case .anonymous: "an anonymous one"
            }
        }
    }

    @Test(arguments: Source.all)
    func `whatever the backend says, the token is kept to itself`(source: Source) async throws {
        let share = try await CountedShare()
        let daemon = try daemon(on: share, with: source)
        try await daemon.wrote("under watch")
        try share.drop("first", prompt: "extend it")
        try await share.isOver("first", by: daemon)

        let token = try #require(share.backend.tokens.first)
        let stream = sayAloud(token, by: share.backend)
        try share.drop("spoken", prompt: "extend it\n---\ncredits\n---\nstatus")
        try await share.backend.saw("the message") { $0.receivedMessages() == 2 }
        share.backend.edit(session: try #require(share.backend.tally.messages.last?.session), token)
        stream.open()
        try await share.isOver("spoken", by: daemon)
        try share.drop("refused", prompt: "extend it")
        try await share.isOver("refused", by: daemon)
        #expect(share.exists("outbox/first.mp4") && share.exists("outbox/spoken.mp4"), "\(share.account(of: daemon))")
        #expect(share.text(of: "outbox/spoken.log").contains("Your token is "), "\(share.account(of: daemon))")
        #expect(share.exists("failed/refused.log"), "\(share.account(of: daemon))")

        let search = SecretSearch([token])
        #expect(!search.isIn(try await answers(of: share, withToken: token)))
        let process = try DaemonProcess(ofState: share.state)
        #expect(!search.isIn(DaemonProcess.arguments(of: process.id)))
        #expect(process.children.contains { DaemonProcess.arguments(of: $0).contains("longtake-watch") })
        #expect(search.processes(among: process.children) == [])
        try await daemon.send(SIGTERM)
        _ = try await daemon.ending()

        #expect(search.files(below: share.root) == [])
        #expect(search.files(below: share.state, allowing: ["anonymous-token"]) == [])
        #expect(!search.isIn(daemon.output), "\(daemon.output)")
        #expect(!share.backend.violations.contains { $0.kind == .tokenInURL || $0.kind == .strangerTold })
    }

    @Test(
        .enabled(if: geteuid() == 0, "NOT TESTED: only root may trace a program that forbids core files"),
        arguments: Source.all)
    func `no program that the daemon starts is told the token`(source: Source) async throws {
        let share = try await CountedShare()
        let trace = share.folder.appending("programs.txt")
        // Each program that is started, with its arguments and all of its environment.
        let strace = ["strace", "-f", "-qq", "-v", "-s", "100000", "-e", "trace=execve", "-o", trace, "/usr/bin/env"]
        let daemon = try daemon(on: share, with: source, wrapper: strace)
        try await daemon.wrote("under watch")
        try share.drop(prompt: "extend it")
        try await share.isOver(by: daemon)
        try DaemonProcess(ofState: share.state).send(SIGTERM)
        _ = try await daemon.ending()

        let search = SecretSearch(share.backend.tokens)
        let starts = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n").filter {
            // What the test itself started with the token.
            $0.contains("execve(") && !$0.contains("/longtake\"") && !$0.contains("execve(\"/usr/bin/env\"")
        }
        for program in ["longtake-watch", "ffprobe"] {
            #expect(starts.contains { $0.contains(program) }, "\(program) was not started")
        }
        #expect(starts.filter { search.isIn(String($0)) }.isEmpty)
    }

    /// A daemon that says all it has to say.
    /// - Parameter wrapper: ends with `env`, which takes assignments.
    private func daemon(
        on share: CountedShare, with source: Source, wrapper: [String] = []
    ) throws -> ProgramUnderTest {
        if let given = source.given { share.backend.accept(token: given, credits: 100_000) }
        var settings = ["log.level": "trace", "timing.settle": "100ms"]
        var variables: [String] = []
        switch source {
        case .environment(let given): variables = ["NEMO_TOKEN=\(given)"]
        case .file(let given): settings["backend.token_file"] = try tokenFile(given, of: share)
        case .anonymous: break
        }
        return share.daemon(settings, wrapper: wrapper + variables)
    }

    /// Has every kind of answer that can hold words hold the token.
    /// - Returns: what lets the next message's stream go on, which stands still in the middle.
    private func sayAloud(_ token: String, by backend: CountingServer) -> Gate {
        let gate = Gate()
        let words = "the token \(token) (Bearer \(token)) was not understood"
        let envelope = Effect.answer(.envelope(code: 5000, message: words, status: 500), worked: false)
        let page = Effect.answer(Answer(status: 502, type: "text/html", text: "<html>\(words)</html>"), worked: false)
        for call in [CallKind.session, .state, .upload, .export, .renderStatus, .credits] {
            backend.faults.on(call, .only(1), envelope)
            backend.faults.on(call, .only(2), page)
            backend.faults.on(call, .only(3), .redirect(to: "http://127.0.0.1:9/?token=\(token)", status: 503))
        }
        let half = token.count / 2
        backend.faults.on(
            .message, .only(1),
            .stream([
                .call("tool_\(token)"), .hold(gate), .edit, .response(token), .thought(words),
                .text("Your token is \(token)."),
                .partial("It is \(token.prefix(half))"), .partial("\(token.dropFirst(half))!"), .whole,
            ]))
        backend.faults.on(.export, .only(4), .render(.fails(reason: words)))
        backend.faults.on(.download, .only(1), envelope)
        backend.faults.on(
            .upload, .after(4),
            .answer(.envelope(code: 4001, message: words, data: "{\"token\":\"\(token)\"}"), worked: false))
        return gate
    }

    private func tokenFile(_ token: String, of share: CountedShare) throws -> String {
        let path = share.folder.appending("token")
        try Data("\(token)\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return path
    }

    /// Everything that the commands say about the share.
    private func answers(of share: CountedShare, withToken token: String) async throws -> String {
        var said = ""
        func ask(_ arguments: [String]) async throws {
            let command = ProgramUnderTest(
                arguments + ["--state", share.state], environment: ["NEMO_TOKEN": token])
            #expect(try await command.ending() == .exited(0), "\(arguments): \(command.output)")
            said += command.output
        }
        try await ask(["status"])
        try await ask(["status", "--json"])
        try await ask(["jobs", "list"])
        try await ask(["jobs", "list", "--json"])
        let jobs = said.matches(of: /"id" ?: ?"([0-9a-f]{12})"/).map { String($0.output.1) }
        #expect(Set(jobs).count == 3, "\(said)")
        for job in Set(jobs) {
            try await ask(["jobs", "show", job])
            try await ask(["jobs", "show", job, "--json"])
        }
        return said
    }
}
