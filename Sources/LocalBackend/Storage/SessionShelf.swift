// All sessions: in memory to answer quickly, on disk to survive a restart.

import Foundation

/// Opens sessions, takes their media, edits their timelines. One change at a time, each written before it is told.
actor SessionShelf {
    private let layout: StorageLayout
    private let surroundings: Surroundings
    private var sessions: [String: SessionRecord] = [:]
    private var timelines: [String: Timeline] = [:]

    /// Reads what is on disk. Uploads a crash interrupted are thrown away: their answer never went out.
    init(layout: StorageLayout, surroundings: Surroundings) throws {
        self.layout = layout
        self.surroundings = surroundings
        try DurableFile.makeFolder(layout.sessions)
        for id in DurableFile.names(in: layout.sessions) {
            let path = layout.sessionRecord(id)
            guard FileManager.default.fileExists(atPath: path) else { continue }
            let session = try DurableFile.read(json: SessionRecord.self, from: path)
            sessions[id] = session
            for name in DurableFile.names(in: layout.incoming(id)) {
                DurableFile.remove("\(layout.incoming(id))/\(name)")
            }
            if session.drafts > 0 {
                let text = try DurableFile.read(layout.draft(session.drafts, of: id))
                timelines[id] = try DraftText.timeline(of: String(decoding: text, as: UTF8.self))
            }
        }
    }

    func open(for account: String, language: String) throws -> SessionRecord {
        let session = SessionRecord(
            id: surroundings.secret(), taskID: surroundings.secret(), account: account, language: language,
            created: surroundings.stamp())
        for folder in [layout.drafts(session.id), layout.media(session.id), layout.incoming(session.id)] {
            try DurableFile.makeFolder(folder)
        }
        try save(session)
        return session
    }

    /// - Throws: ``Refusal/noSession`` for an unknown session and for one of another account.
    func session(_ id: String, of account: String) throws -> SessionRecord {
        guard let session = sessions[id], session.account == account else { throw Refusal.noSession }
        return session
    }

    /// The newest draft's text; `nil` before the first edit.
    func draft(of id: String) throws -> String? {
        guard let session = sessions[id], session.drafts > 0 else { return nil }
        return String(decoding: try DurableFile.read(layout.draft(session.drafts, of: id)), as: UTF8.self)
    }

    func canvas(of id: String) -> Canvas? { timelines[id]?.canvas }

    /// The number of the draft that has exactly these bytes; drafts of earlier edits count too.
    func draftNumber(of bytes: ArraySlice<UInt8>, in id: String) throws -> Int? {
        guard let session = sessions[id], session.drafts > 0 else { return nil }
        for number in (1...session.drafts).reversed()
        where try DurableFile.read(layout.draft(number, of: id))[...] == bytes {
            return number
        }
        return nil
    }

    /// Takes a file that has been measured; it is in the session's `incoming` folder until then.
    func add(_ item: MediaItem, from incoming: String, to id: String) throws {
        guard var session = sessions[id] else { throw Refusal.noSession }
        try DurableFile.settle(incoming, at: layout.media(item, of: id))
        session.media.append(item)
        try save(session)
    }

    /// Makes the edits of one message; the new draft is on disk when this returns.
    func apply(_ edits: [Edit], to id: String) throws -> EditOutcome {
        guard var session = sessions[id] else { throw Refusal.noSession }
        let newID = surroundings.identifier
        let fresh = Array(session.media.dropFirst(session.placed))
        var outcome = EditOutcome()
        guard !edits.isEmpty,
            var timeline = Timeline.placing(fresh, on: timelines[id], newID: newID)
        else { return outcome }
        if fresh.contains(where: { $0.kind == .video }) {
            outcome.leftOut = fresh.filter { $0.kind == .image }.map(\.name)
        }
        for edit in edits {
            let before = timeline.frames
            do throws(EditRefusal) {
                try timeline.apply(edit, newID: newID)
                outcome.results.append((edit, nil))
            } catch {
                outcome.results.append((edit, error))
            }
            if timeline.frames > before {
                let added = timeline.canvas.rate.milliseconds(ofFrames: timeline.frames - before)
                let name = timeline.picture.last?.name ?? ""
                session.generated.append(.init(id: newID(), name: name, milliseconds: added))
            }
        }
        outcome.timeline = timeline
        guard outcome.isChanged else {
            outcome.draft = try draft(of: id)
            return outcome
        }
        let draft = DraftText.of(timeline)
        outcome.draft = draft
        session.placed = session.media.count
        session.drafts += 1
        try DurableFile.write(Array(draft.utf8), to: layout.draft(session.drafts, of: id))
        try save(session)
        timelines[id] = timeline
        return outcome
    }

    private func save(_ session: SessionRecord) throws {
        try DurableFile.write(json: session, to: layout.sessionRecord(session.id))
        sessions[session.id] = session
    }
}
