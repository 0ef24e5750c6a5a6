// Answers messages. The work goes on when nobody listens any more, as at the real backend.

import Hummingbird
import Logging
import ServiceLifecycle

/// One message on its way.
struct Message: Sendable {
    var session: String
    var text: String
    var understanding: Understanding
    /// Whether there is a timeline, or media to make one of.
    var hasMaterial: Bool
    /// What the fault script wants of it.
    var effect: Fault.Effect?
}

/// Runs conversations apart from the connections that asked for them.
struct MessageDesk: Service {
    private let sessions: SessionShelf
    private let faults: FaultBoard
    private let settings: LocalBackendSettings
    private let surroundings: Surroundings
    private let logger: Logger
    private let waiting: AsyncStream<Job>
    private let submissions: AsyncStream<Job>.Continuation

    private struct Job: Sendable {
        var message: Message
        var listener: AsyncStream<String>.Continuation
    }

    init(
        sessions: SessionShelf, faults: FaultBoard, settings: LocalBackendSettings, surroundings: Surroundings,
        logger: Logger
    ) {
        self.sessions = sessions
        self.faults = faults
        self.settings = settings
        self.surroundings = surroundings
        self.logger = logger
        (waiting, submissions) = AsyncStream.makeStream()
    }

    /// Begins to work on a message.
    /// - Returns: The stream's text as it comes. Letting go of it does not stop the work.
    func take(_ message: Message) -> AsyncStream<String> {
        let (stream, listener) = AsyncStream.makeStream(of: String.self)
        submissions.yield(Job(message: message, listener: listener))
        return stream
    }

    /// Works until shut down; what is begun then is finished without its pauses.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await job in waiting { group.addTask { await answer(job) } }
            }
        }
    }

    private func answer(_ job: Job) async {
        defer { job.listener.finish() }
        let message = job.message
        let events = AgentEvents(surroundings: surroundings)
        let reply = Reply(to: message.text)
        job.listener.yield(AgentEvents.heartbeat(0))
        do {
            switch message.effect {
            case .errorEvent(let code, let text):
                job.listener.yield(events.failure(code: code, message: text))
            case .heartbeatsOnly(let worked):
                if worked { _ = try await edit(message) }
                while !Task.isCancelled, await pause(settings.heartbeat) {
                    guard case .enqueued = job.listener.yield(AgentEvents.heartbeat(0)) else { return }
                }
            case let effect where message.understanding.edits.isEmpty || !message.hasMaterial:
                await think(job.listener)
                let isUnable = message.understanding.edits.isEmpty
                let words = isUnable ? reply.nothingToDo(message.understanding) : reply.noMedia
                say(effect == .silent ? "" : words, with: events, to: job.listener)
            case let effect:
                try await converse(job, events, reply, isSilent: effect == .silent)
                if case .secondStage(let milliseconds) = effect {
                    job.listener.finish()
                    await pause(.milliseconds(milliseconds))
                    _ = try await sessions.apply([.addTitle("Second stage", seconds: 1)], to: message.session)
                }
            }
        } catch {
            logger.error("Edit failed", metadata: ["session": "\(message.session)", "reason": "\(error)"])
            job.listener.yield(events.failure(code: "INTERNAL", message: "the edit could not be made"))
        }
    }

    /// Call and result of each edit, then the closing words; all of it without words when silent.
    private func converse(_ job: Job, _ events: AgentEvents, _ reply: Reply, isSilent: Bool) async throws {
        let edits = job.message.understanding.edits
        let calls = edits.map { (id: "adk-" + events.newID(), edit: $0) }
        var parts: [AgentEvents.Part] = isSilent ? [] : [.thought(reply.thought), .text(reply.opening)]
        parts += calls.prefix(1).map { .call(id: $0.id, name: $0.edit.toolName, arguments: $0.edit.toolArguments) }
        job.listener.yield(events.event(parts))
        await think(job.listener)

        let outcome = try await edit(job.message)
        for (index, call) in calls.enumerated() {
            if index > 0 {
                job.listener.yield(
                    events.event([
                        .call(id: call.id, name: call.edit.toolName, arguments: call.edit.toolArguments)
                    ]))
            }
            let refusal = outcome.results.indices.contains(index) ? outcome.results[index].refusal : nil
            let response: JSONValue =
                refusal.map { ["status": "error", "reason": .string("\($0)")] } ?? [
                    "status": "ok", "duration_ms": .integer(Int64(outcome.timeline?.milliseconds ?? 0)),
                ]
            job.listener.yield(
                events.event(
                    [.response(id: call.id, name: call.edit.toolName, response: response)],
                    draft: index == calls.count - 1 && outcome.isChanged ? outcome.draft : nil))
        }
        say(isSilent ? "" : reply.closing(outcome, job.message.understanding), with: events, to: job.listener)
    }

    private func edit(_ message: Message) async throws -> EditOutcome {
        let outcome = try await sessions.apply(message.understanding.edits, to: message.session)
        if outcome.isChanged { faults.acceptMessage(in: message.session) }
        return outcome
    }

    /// The words in pieces, and then whole under the same id; an empty event for no words.
    private func say(_ words: String, with events: AgentEvents, to listener: AsyncStream<String>.Continuation) {
        guard !words.isEmpty else {
            listener.yield(events.event([]))
            return
        }
        let id = events.newID()
        let half = words.index(words.startIndex, offsetBy: words.count / 2)
        for piece in [words[..<half], words[half...]] where !piece.isEmpty {
            listener.yield(events.event([.text(String(piece))], id: id, isPartial: true))
        }
        listener.yield(events.event([.text(words)], id: id))
    }

    /// Takes its time, with heartbeats.
    private func think(_ listener: AsyncStream<String>.Continuation) async {
        var left = settings.pace
        var beats = 1
        while left > .zero {
            let nap = min(left, settings.heartbeat)
            guard await pause(nap) else { return }
            left -= nap
            listener.yield(AgentEvents.heartbeat(beats))
            beats += 1
        }
    }

    /// - Returns: Whether the whole time passed; shutting down cuts it short.
    @discardableResult
    private func pause(_ duration: Duration) async -> Bool {
        do {
            try await surroundings.clock.sleep(for: duration)
            return true
        } catch {
            return false
        }
    }
}
