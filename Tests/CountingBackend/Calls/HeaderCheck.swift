// Holds each request's headers against PROTOCOL 2 and writes down where they differ.

extension RequestRun {
    /// - Parameter isAPI: whether it came to the backend, and not to the host of `output.url`.
    func checkHeaders(isAPI: Bool, bodyBytes: Int) {
        for token in server.tokens where head.target.contains(token) {
            violate(.tokenInURL, String(head.target.prefix { $0 != "?" }))
        }
        guard isAPI else { return checkAsStranger() }
        if route.call == .unknown { violate(.unknownCall, "\(head.method) \(head.target)") }
        checkAttribution()
        checkAuthorization(bodyBytes: bodyBytes)
        checkContent()
    }

    func violate(_ kind: Violation.Kind, _ detail: String) { keeper.violate(kind, number, detail) }

    /// Whether the attribution is whole and right.
    var hasAttribution: Bool { wrongAttribution.isEmpty }

    private var wrongAttribution: [String] {
        let settings = server.settings
        let expected = [
            ("x-skill-source", settings.expectedSource.map { [$0] }),
            ("x-skill-version", settings.expectedVersion.map { [$0] }),
            ("x-skill-platform", settings.expectedPlatform.map { [$0] } ?? ["clawhub", "cursor", "unknown"]),
        ]
        return expected.compactMap { name, allowed in
            let values = head.values(of: name)
            guard values.count == 1, let value = values.first else { return "\(name) came \(values.count) times" }
            guard allowed?.contains(value) ?? true else { return "\(name) is \(value)" }
            return nil
        }
    }

    private func checkAttribution() {
        for wrong in wrongAttribution { violate(.attribution, "\(route.call): \(wrong)") }
    }

    private func checkAuthorization(bodyBytes: Int) {
        if route.call == .anonymousToken {
            if head.value(of: "authorization") != nil { violate(.authorization, "on the anonymous token's call") }
            if head.value(of: "x-client-id") == nil { violate(.clientID, "missing") }
            if bodyBytes > 0 { violate(.body, "the anonymous token's call has one") }
        } else if head.values(of: "authorization").count != 1 || facts.token == nil {
            violate(.authorization, "\(route.call): no bearer token")
        }
    }

    private func checkContent() {
        let type = head.value(of: "content-type")?.lowercased() ?? ""
        let isJSON = type.prefix { $0 != ";" } == "application/json"
        switch route.call {
        case .session, .claimLink, .message, .export:
            if !isJSON { violate(.contentType, "\(route.call): \(type)") }
        case .upload:
            if !isJSON, !type.hasPrefix("multipart/form-data") { violate(.contentType, "upload: \(type)") }
        default: break
        }
        if route.call == .message, head.value(of: "accept")?.lowercased().contains("text/event-stream") != true {
            violate(.accept, head.value(of: "accept") ?? "missing")
        }
    }

    /// The host of `output.url` is a stranger.
    private func checkAsStranger() {
        for (name, _) in head.headers {
            if name.hasPrefix("x-skill-") || ["authorization", "cookie", "x-client-id"].contains(name) {
                violate(.strangerTold, name)
            }
        }
    }
}
