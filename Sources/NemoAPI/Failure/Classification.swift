// Tells what an answer or the want of one means, by one table for all calls (PROTOCOL 3 and 10).

import JobModel
import NIOHTTP1

/// The parts of an answer that say whether it is a failure.
struct AnswerEvidence: Sendable {
    var status: Int
    var headers: HTTPHeaders = [:]
    /// The body, or as much of it as was kept.
    var body: [UInt8] = []
    /// The body as JSON; `nil` when it is none.
    let json: JSONValue?

    init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
        json = try? JSONValue(parsing: body)
    }
}

/// What failures are judged with. Pure: the same evidence always means the same.
struct Classification: Sendable {
    let call: APICall
    /// For a `Retry-After` that is a date.
    let now: Timestamp
    let redaction: Redaction

    /// - Returns: `nil` when the answer is a success.
    func failure(for answer: AnswerEvidence) -> APIFailure? {
        guard let kind = kind(of: answer) else { return nil }
        return APIFailure(
            call: call, kind: kind, detail: redaction(answer.serverMessage ?? ""), status: answer.status)
    }

    /// What the server complained of within a message's stream. The envelope's codes keep their meaning there.
    func failure(for complaint: AgentEvent.Complaint, details: JSONValue?) -> APIFailure {
        let answer = AnswerEvidence(status: 200, body: details?.bytes ?? [])
        let known = complaint.code.flatMap { kind(ofCode: $0, answer) }
        let code = complaint.code.map { redaction($0) }
        return APIFailure(
            call: call, kind: known ?? .unwell(.reported(code: code)), detail: redaction(complaint.message))
    }

    func failure(for exchange: ExchangeBreak) -> APIFailure {
        let (kind, detail) = kind(of: exchange.reason)
        return APIFailure(
            call: call, kind: kind, detail: redaction(detail), mayHaveReachedServer: exchange.mayHaveReachedServer)
    }
}

extension Classification {
    private func kind(of answer: AnswerEvidence) -> APIFailure.Kind? {
        if !call.isDownload || answer.isJSON, let code = answer.envelopeCode, code != "0" {
            if let kind = kind(ofCode: code, answer) { return kind }
            if answer.saysExists { return .alreadyExists }
            return (400...599).contains(answer.status) ? kind(ofStatus: answer) : .refused(code: redaction(code))
        }
        if !(200...299).contains(answer.status) { return kind(ofStatus: answer) }
        if answer.isPage { return .unwell(.page) }
        if call.isDownload { return answer.isJSON ? .unwell(.unreadable) : nil }
        if answer.body.allSatisfy({ $0 <= 0x20 }) { return .unwell(.empty) }
        guard let json = answer.json, json.isObject else { return .unwell(.unreadable) }
        return nil
    }

    /// The codes of the envelope; the small ones repeat HTTP statuses.
    private func kind(ofCode code: String, _ answer: AnswerEvidence) -> APIFailure.Kind? {
        switch code {
        case "1001", "401": call.carriesToken ? .tokenRefused : .refused(code: code)
        case "1002": .sessionNotFound
        case "2001": .outOfCredits(bindID: answer.bindID.flatMap { redaction($0) == $0 ? $0 : nil })
        case "4001": .unsupportedFile
        case "4002", "413": .fileTooLarge
        case "402" where call.concernsRenders: .planForbidsExport
        case "403": .scopeMissing(answer.scope(redaction))
        case "429": .rateLimited(retryAfter: retryAfter(answer))
        case "404": notFound(answer)
        case "409" where call == .export: .alreadyExists
        case "400" where call == .anonymousToken && answer.mentions("client"): .clientIDMissing
        default: nil
        }
    }

    private func kind(ofStatus answer: AnswerEvidence) -> APIFailure.Kind {
        // An address that is signed is refused in many ways once its time is over.
        if call == .downloadOutput, [400, 401, 403, 404, 410].contains(answer.status) { return .notFound }
        switch answer.status {
        case 401 where call.carriesToken: return .tokenRefused
        case 413: return .fileTooLarge
        case 429: return .rateLimited(retryAfter: retryAfter(answer))
        case 408, 500...599: return .unwell(.status(answer.status))
        case 300...399: return .redirected
        case 100...199, 600...: return .unwell(.unreadable)
        case _ where answer.isPage: return .unwell(.page)
        case 402 where call.concernsRenders: return .planForbidsExport
        case 403: return .scopeMissing(answer.scope(redaction))
        case 404, 410: return notFound(answer)
        case 409 where call == .export: return .alreadyExists
        case 415 where call == .upload: return .unsupportedFile
        case 400 where call == .anonymousToken: return .clientIDMissing
        case _ where call == .export && answer.saysExists: return .alreadyExists
        default: return .refused(code: String(answer.status))
        }
    }

    private func notFound(_ answer: AnswerEvidence) -> APIFailure.Kind {
        call.concernsSession && answer.mentions("session") ? .sessionNotFound : .notFound
    }

    private func retryAfter(_ answer: AnswerEvidence) -> Duration? {
        answer.headers.first(name: "Retry-After").flatMap { RetryAfter.duration($0, now: now) }
    }

    private func kind(of reason: ExchangeBreak.Reason) -> (APIFailure.Kind, String) {
        switch reason {
        case .notConnected(let words): (.notConnected, words)
        case .broken(let words): (.unwell(.broken), words)
        case .limit(.bytes(let limit)): (.oversized(limit: Int64(limit)), "")
        case .limit(let limit): (.unwell(.tooSlow(limit)), "")
        case .notHTTP: (.unwell(.unreadable), "")
        case .cancelled, .shutDown: (.cancelled, "")
        case .unsendable(let words): (.refused(code: "request"), words)
        case .source(.endedEarly(let offset, let expected)):
            (.localFile(nil), "it ended at \(offset) of \(expected) bytes")
        case .source(.unreadable(let errno)), .sink(let errno): (.localFile(errno), "")
        }
    }
}
