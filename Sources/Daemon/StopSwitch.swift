// How a daemon is told to stop by whoever runs it in the same process.

/// A switch that is turned once.
struct StopSwitch: Sendable {
    private let turns: AsyncStream<Never>
    private let continuation: AsyncStream<Never>.Continuation

    init() { (turns, continuation) = AsyncStream.makeStream() }

    func turn() { continuation.finish() }

    /// Waits until it is turned, or the task is cancelled.
    func turned() async { for await _ in turns {} }
}
