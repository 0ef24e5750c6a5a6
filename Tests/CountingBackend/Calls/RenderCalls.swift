// Exports and how they stand (PROTOCOL 4, 10).

import Synchronization

extension RequestRun {
    func export() -> Answer {
        guard hasAttribution else {
            return .envelope(code: 402, message: "export is not in the free plan", status: 402)
        }
        guard let id = facts.render, let draft = RawJSON.member("draft", of: jsonBody), !session.isEmpty else {
            violate(.body, "an export without id, sessionId or draft")
            return .envelope(code: 400, message: "bad export", status: 400)
        }
        let output = jsonObject["output"] as? [String: String]
        if output != ["format": "mp4", "quality": "high"] { violate(.body, "an export's output") }
        return accept(id: id, draft: Array(draft))
    }

    private func accept(id: String, draft: [UInt8]) -> Answer {
        let fate = effects.lazy.compactMap { if case .render(let fate) = $0 { fate } else { nil } }.first
        var found: [(Violation.Kind, String)] = []
        var comparison = ReceivedExport.Draft.altered
        let refusal: Answer? = server.world.withLock { world in
            guard let editing = world.session(session, for: token) else { return Self.sessionNotFound }
            if let known = world.renders[id], known.fate != .forgotten {
                if known.session != session || known.token != token { found.append((.renderIDReused, id)) }
                return .envelope(code: 409, message: "render \(id) already exists", status: 409)
            }
            if editing.drafts.last == draft {
                comparison = .latest
            } else if editing.drafts.contains(draft) {
                comparison = .earlier
            } else {
                found.append((.draftAltered, "render \(id)"))
            }
            let active = world.renders.values.first {
                $0.session == session && $0.token == token && $0.isActive(world.settings)
            }
            if let active { found.append((.secondExport, "\(id) while \(active.id) is active")) }
            world.renders[id] = Render(id: id, session: session, token: token, fate: fate)
            return nil
        }
        for (kind, detail) in found { violate(kind, detail) }
        if let refusal { return refusal }
        let export = ReceivedExport(exchange: number, id: id, session: session, draft: comparison)
        keeper.update { $0.exports.append(export) }
        return .envelope(data: "{\"id\":\(RawJSON.quote(id)),\"status\":\"pending\"}")
    }

    func renderStatus() -> Answer {
        let (id, files) = (facts.render ?? "", server.filesAddress)
        return server.world.withLock { world in
            guard var render = world.renders[id], render.token == token, render.fate != .forgotten else {
                return Self.renderNotFound
            }
            render.polls += 1
            world.renders[id] = render
            let status = render.status(world.settings)
            var members = ["\"id\":\(RawJSON.quote(id))", "\"status\":\"\(status.rawValue)\""]
            switch status {
            case .pending: break
            case .processing: members.append("\"progress\":0.\(min(9, render.polls))")
            case .failed:
                if case .fails(let reason) = render.fate { members.append("\"error\":\(RawJSON.quote(reason))") }
            case .completed:
                members.append("\"progress\":1")
                switch render.fate {
                case .withoutURL: members.append("\"output\":{}")
                case .url(let address): members.append("\"output\":{\"url\":\(RawJSON.quote(address))}")
                default:
                    let address = "\(files)/renders/\(id).mp4?signature=\(world.sign())"
                    members.append("\"output\":{\"url\":\(RawJSON.quote(address))}")
                }
            }
            return .json("{\(members.joined(separator: ","))}")
        }
    }

    static let renderNotFound = Answer.envelope(code: 404, message: "render not found", status: 404)
}
