// A backend in this process and a plain HTTP client that speaks to it: nothing of the product's own client.

import AsyncHTTPClient
import Foundation
import LocalBackend
import Logging
import NIOCore
import NIOHTTP1
import TestSupport

/// Runs a backend in a folder while `body` works with it, and shuts it down after.
func withBackend<Result: Sendable>(
    in folder: String, faults: [Fault] = [], adjust: (inout LocalBackendSettings) -> Void = { _ in },
    _ body: @Sendable @escaping (RunningBackend) async throws -> Result
) async throws -> Result {
    var settings = LocalBackendSettings(storage: folder)
    settings.pace = .zero
    settings.acceptedTokens = [RunningBackend.givenToken]
    adjust(&settings)
    var logger = Logger(label: "backend")
    logger.logLevel = .critical
    let server = LocalBackendServer(settings: settings, faults: faults, logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        let address = try await server.address()
        let result = try await body(RunningBackend(server: server, address: address))
        group.cancelAll()
        // Being cancelled is how it was asked to stop.
        while let _ = await group.nextResult() {}
        return result
    }
}

/// An answer, whole.
struct Answer: Sendable {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: [String: Any] {
        get throws {
            let parsed = try JSONSerialization.jsonObject(with: Data(body))
            guard let object = parsed as? [String: Any] else { throw UnexpectedAnswer(text: text) }
            return object
        }
    }
    var code: Int? { get throws { try json["code"] as? Int } }
    var data: [String: Any] {
        get throws {
            guard let data = try json["data"] as? [String: Any] else { throw UnexpectedAnswer(text: text) }
            return data
        }
    }
}

struct UnexpectedAnswer: Error { var text: String }

struct RunningBackend: Sendable {
    static let givenToken = "given-token"
    static let attribution = [
        "X-Skill-Source": "generator-extension", "X-Skill-Version": "1.0.0", "X-Skill-Platform": "unknown",
    ]

    let server: LocalBackendServer
    let address: String

    /// Sends one request as the daemon would: with token and attribution, unless `headers` is given.
    func send(
        _ method: String, _ path: String, headers: [String: String]? = nil, body: [UInt8]? = nil,
        type: String = "application/json"
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : address + path)
        request.method = .init(rawValue: method)
        let standard = Self.attribution.merging(["Authorization": "Bearer \(Self.givenToken)"]) { $1 }
        for (name, value) in headers ?? standard { request.headers.add(name: name, value: value) }
        if let body {
            request.headers.add(name: "Content-Type", value: type)
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(180))
        let collected = try await response.body.collect(upTo: 100_000_000)
        let pairs = response.headers.map { ($0.name.lowercased(), $0.value) }
        return Answer(
            status: Int(response.status.code), headers: Dictionary(pairs) { $1 },
            body: Array(collected.readableBytesView))
    }

    func post(_ path: String, _ json: String, headers: [String: String]? = nil) async throws -> Answer {
        try await send("POST", path, headers: headers, body: Array(json.utf8))
    }

    func openSession() async throws -> String {
        let answer = try await post(
            "/api/tasks/me/with-session/nemo_agent", #"{"task_name":"project","language":"en"}"#)
        guard let id = try answer.data["session_id"] as? String else { throw UnexpectedAnswer(text: answer.text) }
        return id
    }

    func upload(_ path: String, as name: String? = nil, to session: String) async throws -> Answer {
        let content = Array(try Data(contentsOf: URL(filePath: path)))
        return try await upload(content, as: name ?? URL(filePath: path).lastPathComponent, to: session)
    }

    func upload(_ content: [UInt8], as name: String, to session: String) async throws -> Answer {
        let head =
            "--b0undary\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\(name)\"\r\n"
            + "Content-Type: video/mp4\r\n\r\n"
        return try await send(
            "POST", "/api/upload-video/nemo_agent/me/\(session)",
            body: Array(head.utf8) + content + Array("\r\n--b0undary--\r\n".utf8),
            type: "multipart/form-data; boundary=b0undary")
    }

    func say(_ text: String, in session: String) async throws -> Answer {
        let quoted = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
        return try await post(
            "/run_sse",
            #"{"app_name":"nemo_agent","user_id":"me","session_id":"\#(session)","#
                + #""new_message":{"parts":[{"text":\#(quoted)}]}}"#)
    }

    /// The first `length` characters of a message's stream; the connection is left then.
    func overhear(_ length: Int, of text: String, in session: String) async throws -> String {
        var request = HTTPClientRequest(url: address + "/run_sse")
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(Self.givenToken)")
        let json = #"{"session_id":"\#(session)","new_message":{"parts":[{"text":"\#(text)"}]}}"#
        request.body = .bytes(ByteBuffer(string: json))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        var heard = ""
        for try await piece in response.body {
            heard += String(buffer: piece)
            if heard.count >= length { break }
        }
        return heard
    }

    func state(of session: String) async throws -> Answer {
        try await send("GET", "/api/state/nemo_agent/me/\(session)/latest")
    }

    /// The draft's exact text, cut out of the state's answer.
    func draft(of session: String) async throws -> String? {
        let text = try await state(of: session).text
        guard let begin = text.range(of: #""draft":"#), let end = text.range(of: #","video_infos":"#) else {
            throw UnexpectedAnswer(text: text)
        }
        let draft = String(text[begin.upperBound..<end.lowerBound])
        return draft == "null" ? nil : draft
    }

    func export(
        _ id: String, _ draft: String, of session: String, headers: [String: String]? = nil
    ) async throws -> Answer {
        try await post(
            "/api/render/proxy/lambda",
            #"{"id":"\#(id)","sessionId":"\#(session)","draft": \#(draft) ,"output":{"format":"mp4","quality":"high"}}"#,
            headers: headers)
    }

    /// Asks for the status until it is one of `wanted`; gives up after some minutes.
    func status(of render: String, until wanted: Set<String> = ["completed", "failed"]) async throws -> [String: Any] {
        for _ in 0..<4000 {
            let answer = try await send("GET", "/api/render/proxy/lambda/\(render)").json
            if let status = answer["status"] as? String, wanted.contains(status) { return answer }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw UnexpectedAnswer(text: "the render did not end")
    }

    func events(in stream: String) throws -> [[String: Any]] {
        try stream.split(separator: "\n").filter { $0.hasPrefix("data: {\"content\"") }.map { line in
            let json = try JSONSerialization.jsonObject(with: Data(line.dropFirst(6).utf8))
            return json as? [String: Any] ?? [:]
        }
    }

    /// The words of a stream, each once.
    func words(in stream: String) throws -> String {
        try events(in: stream).filter { $0["partial"] as? Bool != true }.flatMap { event -> [String] in
            let content = event["content"] as? [String: Any]
            let parts = content?["parts"] as? [[String: Any]] ?? []
            return parts.filter { $0["thought"] == nil }.compactMap { $0["text"] as? String }
        }.joined(separator: " ")
    }
}
