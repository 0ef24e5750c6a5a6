// Renders one export after the other, and picks up at the next start what a shutdown interrupted.

import Foundation
import Logging
import ServiceLifecycle

/// The worker behind exports. One at a time: two encoders would only share the same cores and double the memory.
struct RenderQueue: Service {
    private let renders: RenderShelf
    private let sessions: SessionShelf
    private let layout: StorageLayout
    private let tools: VideoTools
    private let logger: Logger
    private let waiting: AsyncStream<String>
    private let submissions: AsyncStream<String>.Continuation

    init(renders: RenderShelf, sessions: SessionShelf, layout: StorageLayout, tools: VideoTools, logger: Logger) {
        self.renders = renders
        self.sessions = sessions
        self.layout = layout
        self.tools = tools
        self.logger = logger
        (waiting, submissions) = AsyncStream.makeStream()
    }

    /// Puts a render that is on the shelf in line.
    func enqueue(_ id: String) { submissions.yield(id) }

    /// Renders until shut down; what runs then is stopped and stays pending.
    func run() async throws {
        for id in await renders.pending { enqueue(id) }
        await cancelWhenGracefulShutdown {
            for await id in waiting {
                do { try await work(on: id) } catch {
                    // The render's record could not be written: it stays as it is until the next start.
                    logger.error("Render not recorded", metadata: ["render": "\(id)", "reason": "\(error)"])
                }
            }
        }
    }

    private func work(on id: String) async throws {
        guard let render = await renders.render(id), render.status == .pending else { return }
        try await renders.begin(id)
        defer { DurableFile.remove(layout.renderWork(id)) }
        do {
            if let reason = render.failsBecause { throw ToolFailure(description: reason) }
            try await make(render)
            try await renders.complete(id)
            logger.info("Rendered", metadata: ["render": "\(id)"])
        } catch {
            guard !Task.isCancelled else { return try await renders.interrupt(id) }
            logger.warning("Render failed", metadata: ["render": "\(id)", "reason": "\(error)"])
            try await renders.fail(id, because: "\(error)")
        }
    }

    private func make(_ render: RenderRecord) async throws {
        let work = layout.renderWork(render.id)
        try DurableFile.makeFolder(work)
        let draft = String(
            decoding: try DurableFile.read(layout.draft(render.draft, of: render.session)), as: UTF8.self)
        let session = try await sessions.session(render.session, of: render.account)
        let media = session.media.map { ($0.id, (item: $0, path: layout.media($0, of: session.id))) }
        let renderer = Renderer(
            tools: tools, folder: work, media: Dictionary(media, uniquingKeysWith: { first, _ in first }))
        // Progress comes from ffmpeg's own output, in order; only the newest counts.
        let (steps, step) = AsyncStream.makeStream(of: Double.self, bufferingPolicy: .bufferingNewest(1))
        async let reporting: Void = { for await share in steps { await renders.report(share, of: render.id) } }()
        let result = "\(work)/result.mp4"
        do {
            try await renderer.render(RenderPlan(try DraftText.timeline(of: draft)), to: result) { step.yield($0) }
        } catch {
            step.finish()
            await reporting
            throw error
        }
        step.finish()
        await reporting
        try DurableFile.settle(result, at: layout.renderResult(render.id))
    }
}
