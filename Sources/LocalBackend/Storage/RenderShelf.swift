// All renders: what was asked for, how far they are, what came of them.

import Foundation

/// What is written down of a render.
struct RenderRecord: Hashable, Sendable, Codable {
    enum Status: String, Hashable, Sendable, Codable {
        case pending, processing, completed, failed
        var isActive: Bool { self == .pending || self == .processing }
    }

    var id: String
    var session: String
    var account: String
    /// Which of the session's drafts is rendered.
    var draft: Int
    var status = Status.pending
    /// Why it failed.
    var reason: String?
    /// A scripted fault: it fails for this reason instead of being rendered.
    var failsBecause: String?
    /// Milliseconds since 1970.
    var created: Int64
    /// 0 to 100. Kept in memory only while it runs.
    var progress = 0
}

/// Takes exports and remembers them.
actor RenderShelf {
    private let layout: StorageLayout
    private var renders: [String: RenderRecord] = [:]

    /// Reads what is on disk. A render that was interrupted is pending again: it begins anew.
    init(layout: StorageLayout) throws {
        self.layout = layout
        try DurableFile.makeFolder(layout.renders)
        for id in DurableFile.names(in: layout.renders) {
            let path = layout.renderRecord(id)
            guard FileManager.default.fileExists(atPath: path) else { continue }
            var render = try DurableFile.read(json: RenderRecord.self, from: path)
            if render.status.isActive {
                render.status = .pending
                render.progress = 0
                DurableFile.remove(layout.renderWork(id))
            }
            renders[id] = render
        }
    }

    /// Ids of renders that wait, oldest first.
    var pending: [String] {
        renders.values.filter { $0.status == .pending }.sorted { $0.created < $1.created }.map(\.id)
    }

    /// Renders whose session is forgotten or whose draft is gone fail when their turn comes, not here.
    /// - Throws: ``Refusal/renderExists(_:)``, ``Refusal/exportIsRunning``.
    func submit(_ render: RenderRecord) throws {
        guard renders[render.id] == nil else { throw Refusal.renderExists(render.id) }
        guard !renders.values.contains(where: { $0.session == render.session && $0.status.isActive }) else {
            throw Refusal.exportIsRunning
        }
        try DurableFile.makeFolder(layout.render(render.id))
        try save(render)
    }

    /// - Throws: ``Refusal/noRender``, also for a render of another account (PROTOCOL 4).
    func render(_ id: String, of account: String) throws -> RenderRecord {
        guard let render = renders[id], render.account == account else { throw Refusal.noRender }
        return render
    }

    func render(_ id: String) -> RenderRecord? { renders[id] }

    func begin(_ id: String) throws { try change(id) { $0.status = .processing } }

    func complete(_ id: String) throws {
        try change(id) { render in
            render.status = .completed
            render.progress = 100
        }
    }

    func fail(_ id: String, because reason: String) throws {
        try change(id) { render in
            render.status = .failed
            render.reason = reason
        }
    }

    /// Puts an interrupted render back to the beginning.
    func interrupt(_ id: String) throws {
        try change(id) { render in
            render.status = .pending
            render.progress = 0
        }
    }

    /// - Parameter progress: 0 to 1.
    func report(_ progress: Double, of id: String) {
        guard var render = renders[id] else { return }
        render.progress = max(render.progress, min(Int(progress * 100), 99))
        renders[id] = render
    }

    private func change(_ id: String, _ change: (inout RenderRecord) -> Void) throws {
        guard var render = renders[id] else { throw Refusal.noRender }
        change(&render)
        try save(render)
    }

    private func save(_ render: RenderRecord) throws {
        try DurableFile.write(json: render, to: layout.renderRecord(render.id))
        renders[render.id] = render
    }
}
