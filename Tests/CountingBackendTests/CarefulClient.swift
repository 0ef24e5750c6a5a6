// A client that keeps to PROTOCOL, but for what a test has it leave out or add.

import CountingBackend
import Foundation

/// A request as PROTOCOL 2 and 4 want it.
struct Wanted: Sendable {
    var method: String
    var path: String
    var headers: [String: String]
    var body: [UInt8] = []

    var bytes: [UInt8] {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
        if method == "POST" { text += "Content-Length: \(body.count)\r\n" }
        return Array((text + "\r\n").utf8) + body
    }

    func without(_ header: String) -> Wanted {
        var other = self
        other.headers[header] = nil
        return other
    }

    func with(_ header: String, _ value: String) -> Wanted {
        var other = self
        other.headers[header] = value
        return other
    }
}

/// A server under test and a client with a token.
struct CarefulClient: Sendable {
    let server: CountingServer
    var token = "given-token"

    /// A server that listens, and takes this client's token.
    static func started(
        clip: [UInt8] = Array("not really a clip".utf8), _ change: (inout CountingSettings) -> Void = { _ in }
    ) async throws -> CarefulClient {
        var settings = CountingSettings()
        change(&settings)
        let server = try CountingServer(clip: clip, settings: settings)
        try await server.start()
        let client = CarefulClient(server: server)
        server.accept(token: client.token)
        return client
    }

    private var attribution: [String: String] {
        [
            "X-Skill-Source": "generator-extension", "X-Skill-Version": "1.0.0", "X-Skill-Platform": "unknown",
        ]
    }

    private func get(_ path: String) -> Wanted {
        Wanted(
            method: "GET", path: path,
            headers: attribution.merging(["Authorization": "Bearer \(token)"]) { $1 })
    }

    private func post(_ path: String, json: String) -> Wanted {
        var wanted = get(path)
        wanted.method = "POST"
        wanted.headers["Content-Type"] = "application/json"
        wanted.body = Array(json.utf8)
        return wanted
    }

    // MARK: Calls

    func anonymousToken(client: String = "client-1") -> Wanted {
        Wanted(
            method: "POST", path: "/api/auth/anonymous-token",
            headers: attribution.merging(["X-Client-Id": client]) { $1 })
    }

    func makeSession() -> Wanted {
        post("/api/tasks/me/with-session/nemo_agent", json: #"{"task_name":"project","language":"en"}"#)
    }

    func claimLink(task: String, session: String) -> Wanted {
        post("/api/auth/claim-token", json: #"{"task_id":"\#(task)","session_id":"\#(session)"}"#)
    }

    func upload(_ content: [UInt8], as name: String = "clip.mp4", to session: String) -> Wanted {
        var wanted = post("/api/upload-video/nemo_agent/me/\(session)", json: "")
        wanted.headers["Content-Type"] = "multipart/form-data; boundary=b0undary"
        let head =
            "--b0undary\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\(name)\"\r\n"
            + "Content-Type: video/mp4\r\n\r\n"
        wanted.body = Array(head.utf8) + content + Array("\r\n--b0undary--\r\n".utf8)
        return wanted
    }

    func upload(address: String, to session: String) -> Wanted {
        post(
            "/api/upload-video/nemo_agent/me/\(session)", json: #"{"urls":["\#(address)"],"source_type":"url"}"#)
    }

    func message(_ text: String, to session: String) -> Wanted {
        let parts = #"{"parts":[{"text":"\#(text)"}]}"#
        return post(
            "/run_sse",
            json: #"{"app_name":"nemo_agent","user_id":"me","session_id":"\#(session)","new_message":\#(parts)}"#
        ).with("Accept", "text/event-stream")
    }

    func credits() -> Wanted { get("/api/credits/balance/simple") }

    func state(of session: String) -> Wanted { get("/api/state/nemo_agent/me/\(session)/latest") }

    func export(_ draft: String, as id: String, of session: String) -> Wanted {
        let output = #"{"format":"mp4","quality":"high"}"#
        return post(
            "/api/render/proxy/lambda",
            json: #"{"id":"\#(id)","sessionId":"\#(session)","draft":\#(draft),"output":\#(output)}"#)
    }

    func status(of render: String) -> Wanted { get("/api/render/proxy/lambda/\(render)") }

    func fallback(of render: String) -> Wanted { get("/api/render/proxy/\(render)/download") }

    // MARK: Sending

    func send(_ wanted: Wanted) async throws -> Received {
        let connection = try PlainConnection(port: server.port)
        connection.write(wanted.bytes)
        return await connection.read()
    }

    /// Fetches from an address on the files' port.
    func fetch(_ address: String, headers: [String: String] = [:], port: UInt16? = nil) async throws -> Received {
        let path = "/" + address.split(separator: "/", maxSplits: 2).dropFirst(2).joined()
        let connection = try PlainConnection(port: port ?? server.filesPort)
        connection.write(Wanted(method: "GET", path: path, headers: headers).bytes)
        return await connection.read()
    }

    // MARK: What several tests begin with

    /// A session with nothing in it.
    func session() async throws -> String { try await send(makeSession()).data["session_id"] as? String ?? "" }

    /// A session with one edit.
    func editedSession(_ text: String = "extend") async throws -> String {
        let session = try await session()
        _ = try await send(message(text, to: session))
        return session
    }

    /// The draft of a session as it stands in the state's answer.
    func draft(of session: String) async throws -> String {
        let answer = try await send(state(of: session))
        return RawJSON.member("data", of: answer.body)
            .flatMap { RawJSON.member("state", of: Array($0)) }
            .flatMap { RawJSON.member("draft", of: Array($0)) }
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Exports and polls until the render is over.
    /// - Returns: the last status.
    func rendered(_ id: String, of session: String) async throws -> Received {
        _ = try await send(export(try await draft(of: session), as: id, of: session))
        while true {
            let answer = try await send(status(of: id))
            if ["completed", "failed"].contains(answer.json["status"] as? String) { return answer }
            if answer.status != 200 { return answer }
        }
    }
}

extension Received {
    var outputURL: String? { (json["output"] as? [String: Any])?["url"] as? String }
}
