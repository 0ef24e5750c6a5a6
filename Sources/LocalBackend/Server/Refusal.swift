// Every way this backend says no, with the status and the code of the wire protocol.

import Hummingbird

/// An answer that is an error (PROTOCOL 3 and 10).
struct Refusal: Error, Sendable {
    /// The HTTP status.
    var status: Int
    /// The envelope's code.
    var code: Int
    var message: String
    var data: JSONValue = .null
    /// Seconds, for a `Retry-After` header.
    var retryAfter: Int?

    static let badToken = Refusal(status: 401, code: 1001, message: "token expired or invalid")
    static let noSession = Refusal(status: 200, code: 1002, message: "session not found")
    static func outOfCredits(bindID: String) -> Refusal {
        Refusal(status: 200, code: 2001, message: "insufficient credits", data: ["bind_id": .string(bindID)])
    }
    static func unsupported(_ why: String) -> Refusal {
        let accepted = MediaSniff.acceptedExtensions.sorted().joined(separator: ", ")
        return Refusal(status: 200, code: 4001, message: "unsupported file: \(why) Accepted: \(accepted).")
    }
    static func tooLarge(limit: Int) -> Refusal {
        Refusal(status: 413, code: 4002, message: "file too large: at most \(limit) bytes")
    }
    static let changedDraft = Refusal(
        status: 200, code: 4003, message: "the draft is not the one this session gave out, byte by byte")
    static let noTimeline = Refusal(
        status: 200, code: 4004, message: "there is no timeline to export: upload a clip and ask for an edit first")
    static let noFetching = Refusal(
        status: 200, code: 4005, message: "the embedded backend fetches nothing: upload the file itself")
    static let noClientID = Refusal(status: 400, code: 400, message: "missing X-Client-Id")
    static func badRequest(_ what: String) -> Refusal { Refusal(status: 400, code: 400, message: what) }
    static let noAttribution = Refusal(
        status: 402, code: 402, message: "your plan does not allow export (X-Skill-Source, -Version and -Platform)")
    static let noRender = Refusal(status: 404, code: 404, message: "render not found")
    static let noFile = Refusal(status: 404, code: 404, message: "not found")
    static let renderNotReady = Refusal(status: 409, code: 409, message: "the render is not completed")
    static func renderExists(_ id: String) -> Refusal {
        Refusal(status: 200, code: 4090, message: "render \(id) already exists (duplicate id)")
    }
    static let exportIsRunning = Refusal(
        status: 429, code: 429, message: "one export of this session is already running", retryAfter: 5)
    static func tooManyTokens(retryAfter: Int) -> Refusal {
        Refusal(
            status: 429, code: 429, message: "this client has had its token; the next one in a while",
            retryAfter: retryAfter)
    }
    /// Not the caller's fault: a full disk, say. The reason stays in the server's log.
    static let broken = Refusal(status: 500, code: 500, message: "the embedded backend could not do that")

    var response: Response {
        var response = Response.json(
            ["code": .integer(Int64(code)), "message": .string(message), "data": data], status: status)
        if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        return response
    }
}

extension Response {
    /// The envelope of an answer that went well (PROTOCOL 3).
    static func envelope(_ data: JSONValue) -> Response {
        json(["code": 0, "message": "success", "data": data], status: 200)
    }

    static func json(_ value: JSONValue, status: Int) -> Response {
        text(value.text, type: "application/json", status: status)
    }

    static func text(_ text: String, type: String, status: Int) -> Response {
        Response(
            status: .init(code: status), headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
