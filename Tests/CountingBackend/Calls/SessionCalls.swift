// Sessions: made, claimed by a person, and read (PROTOCOL 4).

import Foundation
import Synchronization

extension RequestRun {
    func createSession() -> Answer {
        if jsonObject["language"] as? String == nil || jsonObject["task_name"] as? String == nil {
            violate(.body, "a session without task_name or language")
        }
        let id = "session-" + UUID().uuidString.lowercased()
        let task = server.world.withLock { world in
            world.makeSession(id: id, user: world.accounts[token]?.user ?? "").task
        }
        keeper.update { $0.sessions.append(id) }
        keeper.complete(number) { $0.session = id }
        return .envelope(data: "{\"task_id\":\"\(task)\",\"session_id\":\"\(id)\"}")
    }

    func claimLink() -> Answer {
        guard let session = server.world.withLock({ $0.session(session, for: token) }) else {
            return Self.sessionNotFound
        }
        if jsonObject["task_id"] as? String != session.task { violate(.body, "a claim link for another task") }
        return .envelope(data: "{\"claim_token\":\"clm_\(Checksum(of: Array(session.id.utf8)))\"}")
    }

    func state() -> Answer {
        let files = server.filesAddress
        let text: String? = server.world.withLock { world in
            guard var session = world.session(session, for: token) else { return nil }
            let draft = session.draft ?? world.settings.emptyDraft
            if let draft = session.draft, session.drafts.last != Array(draft.utf8) {
                session.drafts.append(Array(draft.utf8))
                world[session: session.id] = session
            }
            let infos = session.media.map { name in
                "{\"name\":\(RawJSON.quote(name)),\"url\":\"\(files)/media/x?signature=\(world.sign())\"}"
            }
            let generated = session.generated.map { name in
                "{\"name\":\(RawJSON.quote(name)),\"url\":\"\(files)/media/g?signature=\(world.sign())\"}"
            }
            let members = [
                draft.map { "\"draft\": \($0)" }, "\"video_infos\":[\(infos.joined(separator: ","))]",
                "\"canvas_config\":{\"width\":1080,\"height\":1920,\"ratio\":\"9:16\"}",
                "\"generated_media\":[\(generated.joined(separator: ","))]",
            ]
            return "{\"session_id\":\"\(session.id)\",\"read\":\"\(world.sign())\","
                + "\"state\":{\(members.compactMap(\.self).joined(separator: ","))}}"
        }
        return text.map { .envelope(data: $0) } ?? Self.sessionNotFound
    }
}
