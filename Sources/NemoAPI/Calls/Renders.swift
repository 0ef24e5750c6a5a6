// Exporting a draft and asking how its render is doing (PROTOCOL 4, "export", "render status").

import JobModel
import NIOHTTP1

/// What the backend made of an export.
package enum ExportAnswer: Hashable, Sendable {
    case accepted
    /// A render of that id is there: the export had arrived before (PROTOCOL 10, "render answer lost").
    case exists
}

/// How a render is doing.
package enum RenderStatus: Hashable, Sendable {
    case pending
    /// `progress` runs from 0 to 1; `nil` when the backend does not tell.
    case processing(progress: Double?)
    /// `output` is a pre-signed address, not for logs; `nil` when none was named and the fallback has to do.
    case completed(output: String?)
    /// The server's reason, on one line; may be empty.
    case failed(reason: String)
}

extension NemoClient {
    /// Has a draft rendered. Free, and safe to repeat with the same id.
    ///
    /// - Parameters:
    ///   - render: made by the caller and recorded before; unique for ever.
    ///   - draft: goes back exactly as it came.
    /// - Throws: ``APIFailure``
    package func submitExport(
        _ render: RenderID, of session: SessionID, draft: RawJSON
    ) async throws(APIFailure) -> ExportAnswer {
        do throws(APIFailure) {
            return try await authorized(.export) { caller throws(APIFailure) in
                let url = settings.api.appending("api", "render", "proxy", "lambda")
                let body = ExportBody.bytes(render: render, session: session, draft: draft)
                _ = try await caller.document(caller.request(.POST, url, json: body), for: .export)
                return .accepted
            }
        } catch  where error.kind == .alreadyExists {
            return .exists
        }
    }

    /// - Throws: ``APIFailure``; `notFound` for an id the backend does not know for this token.
    package func renderStatus(_ render: RenderID) async throws(APIFailure) -> RenderStatus {
        try await authorized(.renderStatus) { caller throws(APIFailure) in
            let url = settings.api.appending("api", "render", "proxy", "lambda", render.rawValue)
            let answer = try await caller.document(caller.request(.GET, url), for: .renderStatus)
            let redaction = caller.classification(of: .renderStatus).redaction
            guard let status = RenderStatus(answer.json ?? .null, redaction: redaction) else {
                throw answer.lacking("status", for: .renderStatus)
            }
            return status
        }
    }
}

enum ExportBody {
    /// The body of an export, composed around the draft's own bytes.
    static func bytes(render: RenderID, session: SessionID, draft: RawJSON) -> [UInt8] {
        var body = Array("{\"id\":".utf8)
        body += JSONValue.string(render.rawValue).bytes
        body += Array(",\"sessionId\":".utf8)
        body += JSONValue.string(session.rawValue).bytes
        body += Array(",\"draft\":".utf8)
        body += draft.bytes
        body += Array(",\"output\":{\"format\":\"mp4\",\"quality\":\"high\"}}".utf8)
        return body
    }
}

extension RenderStatus {
    /// Reads a status at the top level or under `data` (PROTOCOL 3). Words it does not know mean that it is going on.
    /// - Returns: `nil` when there is no status.
    init?(_ answer: JSONValue, redaction: Redaction = Redaction()) {
        let place = answer["status"]?.text == nil ? answer["data"] ?? answer : answer
        guard let status = place["status"]?.text?.lowercased() else { return nil }
        switch status {
        case "pending", "queued", "submitted": self = .pending
        case "completed", "complete", "succeeded", "success", "done":
            let output = place["output"]
            self = .completed(output: output?["url"]?.text ?? output?.text ?? place["url"]?.text)
        case "failed", "failure", "error", "cancelled", "canceled":
            let error = place["error"]
            let words = [error?.text, error?["message"]?.text, place["reason"]?.text, place["message"]?.text]
            self = .failed(reason: redaction(words.compactMap { $0 }.first ?? ""))
        default: self = .processing(progress: Self.fraction(place["progress"]))
        }
    }

    /// A fraction, or a percentage with or without its sign, from 0 to 1.
    private static func fraction(_ value: JSONValue?) -> Double? {
        if let text = value?.text, text.hasSuffix("%") {
            return Double(text.dropLast()).flatMap { $0.isNaN ? nil : min(max($0 / 100, 0), 1) }
        }
        guard let number = value?.number, number >= 0 else { return nil }
        return min(number > 1 ? number / 100 : number, 1)
    }
}
