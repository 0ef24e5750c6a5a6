// What an answer says about its own failure, in the several forms servers and proxies use.

import NIOHTTP1

extension AnswerEvidence {
    private var contentType: String { headers.first(name: "Content-Type")?.lowercased() ?? "" }

    /// Whether the content is, or says it is, JSON.
    var isJSON: Bool { contentType.contains("json") || (contentType.isEmpty && json?.isObject == true) }

    /// Whether this is a web page: by its type, or by its first character where that says nothing else.
    var isPage: Bool {
        if contentType.hasPrefix("text/html") || contentType.contains("xhtml") { return true }
        guard !contentType.hasPrefix("video/"), !contentType.hasPrefix("application/octet") else { return false }
        let start = String(decoding: body.drop { $0 <= 0x20 }.prefix(15), as: UTF8.self).lowercased()
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
    }

    /// The envelope's code as text; a number or a string that holds one (PROTOCOL 3).
    var envelopeCode: String? {
        guard let label = json?["code"]?.label ?? json?["error_code"]?.label else { return nil }
        return json?["code"]?.integer.map(String.init) ?? label
    }

    /// What the answer says went wrong; of a long text the beginning.
    var serverMessage: String? {
        guard let json, json.isObject else { return nil }
        let error = json["error"]
        let detail = json["detail"]
        let candidates = [
            json["message"]?.text, json["msg"]?.text, error?.text, error?["message"]?.text, detail?.text,
            detail?["message"]?.text, detail?.elements.first?["msg"]?.text, json["errorMessage"]?.text,
        ]
        return candidates.compactMap { $0 }.first { !$0.isEmpty }.map { String($0.unicodeScalars.prefix(4000)) }
    }

    /// `bind_id`, else `user_id`, for the registration link (PROTOCOL 10, 2001).
    var bindID: String? { json?.bindID }

    /// The scope that a 403 names: in the body, or in `WWW-Authenticate` (RFC 6750, 3).
    /// Without secrets, in the letters scopes are made of.
    func scope(_ redaction: Redaction) -> String? {
        let keys = ["scope", "required_scope", "missing_scope"]
        let named = keys.lazy.compactMap { key in (json?[key] ?? json?["data"]?[key])?.text }.first
        let challenge = headers.first(name: "WWW-Authenticate")
            .flatMap { $0.firstMatch(of: /scope="([^"]*)"/) }.map { String($0.output.1) }
        let told =
            serverMessage
            .flatMap { $0.firstMatch(of: /(?i)scope[s]?[:\s]+['"`]?([A-Za-z0-9_.:\/-]+)/) }.map { String($0.output.1) }
        guard let scope = named ?? challenge ?? told else { return nil }
        let safe = redaction.beginning(of: scope)
            .filter { $0.isASCII && ($0.isLetter || $0.isNumber || "_.:/- ".contains($0)) }
        return safe.isEmpty ? nil : redaction.beginning(of: String(safe.prefix(60)))
    }

    /// Whether it says that the thing is there already, and not that it is not.
    var saysExists: Bool {
        let message = serverMessage?.lowercased() ?? ""
        guard !message.contains("not exist"), !message.contains("n't exist") else { return false }
        return message.contains("exist") || message.contains("duplicate")
    }

    func mentions(_ word: String) -> Bool { serverMessage?.lowercased().contains(word) ?? false }
}

extension JSONValue {
    /// `bind_id`, else `user_id`, at the top or under `data`.
    var bindID: String? {
        let places = [self, self["data"]].compactMap { $0 }
        for key in ["bind_id", "user_id"] {
            if let id = places.lazy.compactMap({ $0[key]?.label }).first(where: { !$0.isEmpty }) { return id }
        }
        return nil
    }
}
