// The wrong answers that services, proxies and strangers give, by name.

import Foundation

/// When a limited client is told to come again (RFC 9110, 10.2.3).
package enum RetryAfter: Sendable {
    case unsaid
    case seconds(Int)
    case date(Date)
    /// Anything, also what is neither.
    case text(String)

    var headers: [(String, String)] {
        switch self {
        case .unsaid: []
        case .seconds(let count): [("retry-after", "\(count)")]
        case .date(let date): [("retry-after", HTTPDate.text(of: date))]
        case .text(let text): [("retry-after", text)]
        }
    }
}

extension Effect {
    /// Refuses by an envelope, before any work (PROTOCOL 10).
    /// - Parameter data: JSON text, such as `{"bind_id":"…"}`.
    package static func refuse(
        _ code: Int, _ message: String = "refused", data: String? = nil, status: Int = 200
    ) -> Effect {
        .answer(.envelope(code: code, message: message, data: data, status: status), worked: false)
    }

    /// An HTTP status with JSON that is no envelope.
    package static func status(_ status: Int, worked: Bool = false) -> Effect {
        .answer(.json("{\"detail\":\"status \(status)\"}", status: status), worked: worked)
    }

    /// A proxy's page.
    package static func html(_ status: Int = 502, worked: Bool = false) -> Effect {
        let page = "<!DOCTYPE html><html><head><title>\(status)</title></head><body><h1>\(status)</h1></body></html>"
        return .answer(Answer(status: status, type: "text/html; charset=utf-8", text: page), worked: worked)
    }

    /// Nothing but a head.
    package static func empty(_ status: Int = 200, worked: Bool = false) -> Effect {
        .answer(Answer(status: status), worked: worked)
    }

    /// JSON that is neither envelope nor anything that was asked for.
    package static func strangeJSON(worked: Bool = false) -> Effect {
        .answer(.json("[17,{\"hello\":[null]},\"world\"]"), worked: worked)
    }

    /// A body that says it is JSON and breaks off in the middle.
    package static func brokenJSON(worked: Bool = false) -> Effect {
        .answer(.json("{\"code\":0,\"message\":\"ok\",\"data\":{\"sta"), worked: worked)
    }

    /// Bytes that are not HTTP.
    package static func notHTTP(worked: Bool = false) -> Effect {
        .answer(Answer(body: Array("SSH-2.0-OpenSSH_9.2p1\r\n\0\u{1}\u{2}".utf8), framing: .bare), worked: worked)
    }

    package static func redirect(to address: String, status: Int = 302, worked: Bool = false) -> Effect {
        .answer(Answer(status: status, headers: [("location", address)]), worked: worked)
    }

    /// 429, or an envelope with that code.
    package static func limited(_ again: RetryAfter = .unsaid, status: Int = 429) -> Effect {
        .answer(
            .envelope(code: 429, message: "too many requests", status: status, headers: again.headers), worked: false)
    }

    /// A body without end.
    package static func endless(type: String = "application/json", worked: Bool = false) -> Effect {
        let body = Array(String(repeating: " ", count: 65_536).utf8)
        return .answer(Answer(headers: [("content-type", type)], body: body, framing: .endless), worked: worked)
    }

    /// A Content-Length beyond all measure, a little body, and the end.
    package static func hugeLength(worked: Bool = false) -> Effect {
        let body = Array("{\"code\":0".utf8)
        return .answer(
            Answer(headers: [("content-type", "application/json")], body: body, framing: .declared(1 << 50)),
            worked: worked)
    }

    /// A first submission that is told to be a second one, though it was accepted.
    package static let duplicate = Effect.answer(
        .envelope(code: 4090, message: "duplicate render id"), worked: true)
}

/// Dates as HTTP writes them (RFC 9110, 5.6.7).
enum HTTPDate {
    static func text(of date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.string(from: date)
    }
}
