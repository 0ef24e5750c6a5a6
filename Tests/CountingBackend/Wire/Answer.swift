// What is sent back for a request, be it right, wrong or no HTTP at all.

/// An answer, held in memory. How it is cut, slowed or miscounted is not its matter but the writer's.
package struct Answer: Sendable {
    /// How the end of the body is told.
    package enum Framing: Sendable, Equatable {
        /// By the right Content-Length.
        case length
        /// By a Content-Length that says so many bytes, whatever the body's length is; closed after the body.
        case declared(Int)
        /// In chunks.
        case chunked
        /// By the connection's end.
        case untilClose
        /// No end: the body is sent over and over, in chunks.
        case endless
        /// The body is all there is, without status line or headers; closed after it.
        case bare
    }

    package var status: Int
    package var headers: [(String, String)]
    package var body: [UInt8]
    package var framing: Framing

    package init(
        status: Int = 200, headers: [(String, String)] = [], body: [UInt8] = [], framing: Framing = .length
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.framing = framing
    }

    package init(status: Int = 200, type: String, text: String, headers: [(String, String)] = []) {
        self.init(status: status, headers: [("content-type", type)] + headers, body: Array(text.utf8))
    }

    /// JSON as it stands.
    package static func json(_ text: String, status: Int = 200, headers: [(String, String)] = []) -> Answer {
        Answer(status: status, type: "application/json", text: text, headers: headers)
    }

    /// The envelope of PROTOCOL 3.
    /// - Parameter data: JSON text.
    package static func envelope(
        code: Int = 0, message: String = "success", data: String? = nil, status: Int = 200,
        headers: [(String, String)] = []
    ) -> Answer {
        let tail = data.map { ",\"data\":\($0)" } ?? ""
        return json(
            "{\"code\":\(code),\"message\":\(RawJSON.quote(message))\(tail)}", status: status, headers: headers)
    }

    /// Whether the connection can carry another request after it.
    var keepsConnection: Bool {
        switch framing {
        case .length, .chunked: true
        case .declared(let count): count == body.count
        case .untilClose, .endless, .bare: false
        }
    }

    /// Status line and headers.
    var head: [UInt8] {
        var text = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Status")\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        switch framing {
        case .length: text += "content-length: \(body.count)\r\n"
        case .declared(let count): text += "content-length: \(count)\r\n"
        case .chunked, .endless: text += "transfer-encoding: chunked\r\n"
        case .untilClose: text += "connection: close\r\n"
        case .bare: return []
        }
        return Array((text + "\r\n").utf8)
    }

    private static let reasons = [
        200: "OK", 206: "Partial Content", 301: "Moved Permanently", 302: "Found", 307: "Temporary Redirect",
        400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
        409: "Conflict", 413: "Content Too Large", 416: "Range Not Satisfiable", 429: "Too Many Requests",
        500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
    ]
}
