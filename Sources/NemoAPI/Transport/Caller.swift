// Makes requests with the headers of every call and judges their answers, with one token.

import AsyncHTTPClient
import JobModel
import NIOHTTP1

/// One account's way to the backend.
struct Caller: Sendable {
    let settings: NemoSettings
    let transport: Transport
    let now: @Sendable () -> Timestamp
    /// `nil` only to fetch one.
    let token: BearerToken?

    /// The headers that every call carries (PROTOCOL 2).
    var headers: HTTPHeaders {
        var headers: HTTPHeaders = [
            "X-Skill-Source": "generator-extension",
            "X-Skill-Version": settings.skillVersion.fitForHeader,
            "X-Skill-Platform": settings.platform.fitForHeader,
        ]
        if let token { headers.add(name: "Authorization", value: "Bearer \(token.secret)") }
        return headers
    }

    func classification(of call: APICall) -> Classification {
        Classification(call: call, now: now(), redaction: Redaction(secrets: token.map { [$0.secret] } ?? []))
    }

    /// A request with a JSON body, or with none.
    func request(_ method: HTTPMethod, _ url: String, json body: [UInt8]? = nil) -> OutgoingRequest {
        var request = OutgoingRequest(method: method, url: url, headers: headers)
        request.headers.add(name: "Accept", value: "application/json")
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(body)
        }
        return request
    }

    /// Sends a request whose answer is a JSON document.
    /// - Returns: the document, with ``AnswerEvidence/json`` set.
    /// - Throws: ``APIFailure``
    func document(_ request: OutgoingRequest, for call: APICall) async throws(APIFailure) -> AnswerEvidence {
        let answer: AnswerEvidence
        do throws(ExchangeBreak) {
            answer = try await transport.exchange(request, limits: settings.limits(of: call)) { answer in
                try await answer.evidence()
            }
        } catch {
            throw classification(of: call).failure(for: error)
        }
        if let failure = classification(of: call).failure(for: answer) { throw failure }
        return answer
    }
}

extension String {
    /// The text without anything but visible ASCII: a setting must not be able to end a header.
    fileprivate var fitForHeader: String {
        filter { $0.isASCII && !$0.isWhitespace && $0 > "\u{1F}" && $0 != "\u{7F}" }
    }
}

extension IncomingAnswer {
    /// The answer in memory: whole when it is a success, else as much as is needed to tell what it says.
    /// - Parameter limit: how much is kept even of a success.
    func evidence(keeping limit: Int? = nil) async throws -> AnswerEvidence {
        let isSuccess = (200...299).contains(status)
        let body =
            isSuccess && limit == nil ? try await wholeBody() : try await beginningOfBody(limit ?? 65_536)
        return AnswerEvidence(status: status, headers: headers, body: body)
    }
}

extension AnswerEvidence {
    /// The `data` of the envelope; the answer itself when it comes without one.
    var data: JSONValue { json?["data"] ?? json ?? .null }

    /// The failure of an answer that lacks what it should hold.
    func lacking(_ what: String, for call: APICall) -> APIFailure {
        APIFailure(call: call, kind: .unwell(.unreadable), detail: "the answer has no \(what)", status: status)
    }
}
