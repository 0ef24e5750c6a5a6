// The backend of the fault tests: written from PROTOCOL alone, it counts what arrives and fails as it is told.

import Synchronization

/// A backend of the wire protocol that does no video work. It answers at once, remembers everything, and fails by
/// ``faults``. It listens until it is stopped or released. Results are fetched from a second port, which stands for the stranger's host of `output.url`.
package final class CountingServer: Sendable {
    package let faults = FaultScript()
    let world: Mutex<World>
    let keeper = TallyKeeper()
    package let clip: [UInt8]
    private let api: LoopbackPort
    private let files: LoopbackPort

    /// - Parameter clip: an MP4, which every render results in.
    /// - Throws: ``SocketError`` when there is no port to be had.
    package init(clip: [UInt8], settings: CountingSettings = CountingSettings()) throws {
        self.clip = clip
        world = Mutex(World(settings: settings))
        api = try LoopbackPort()
        files = try LoopbackPort()
    }

    deinit { goDown() }

    /// Where the API is, whether or not it listens.
    package var address: String { "http://127.0.0.1:\(api.number)" }
    package var port: UInt16 { api.number }
    /// Where results are fetched.
    package var filesAddress: String { "http://127.0.0.1:\(files.number)" }
    package var filesPort: UInt16 { files.number }

    // MARK: Up and down

    /// Begins to listen.
    package func start() async throws { try goUp() }

    /// Stops listening and ends all connections.
    package func stop() { goDown() }

    /// Takes the backend down: connections are refused from here on, on the ports that it keeps.
    /// - Parameter ending: how open connections end; `nil` leaves them be.
    package func goDown(connections ending: Ending? = .reset) {
        api.close(connections: ending)
        files.close(connections: ending)
    }

    /// Brings it back on the same ports, with everything it remembered.
    package func goUp() throws {
        try api.open { [weak self] in self?.serve($0, isAPI: true) }
        try files.open { [weak self] in self?.serve($0, isAPI: false) }
    }

    private func serve(_ wire: Wire, isAPI: Bool) { ConnectionRun(server: self, wire: wire, isAPI: isAPI).serve() }

    /// Ends all connections that are open now; new ones are welcome.
    package func dropConnections(by ending: Ending = .reset) {
        api.interrupt(by: ending)
        files.interrupt(by: ending)
    }

    // MARK: What happened

    /// Everything that has happened so far.
    package var tally: Tally { keeper.tally }

    package var violations: [Violation] { tally.violations }

    package func acceptedMessages(session: String? = nil, text: String? = nil) -> Int {
        tally.acceptedMessages(session: session, text: text)
    }

    package func receivedMessages(session: String? = nil, text: String? = nil) -> Int {
        tally.receivedMessages(session: session, text: text)
    }

    /// Waits until something has happened. The condition is asked at once and whenever the tally has changed.
    /// - Throws: ``NotArrived`` when it did not in time, or the task was cancelled.
    package func saw(
        _ wanted: String, within limit: Duration = .seconds(60), _ isSo: @escaping @Sendable (Tally) -> Bool
    ) async throws {
        guard await keeper.waits(within: limit, isSo) else {
            throw NotArrived(wanted: wanted, account: tally.account)
        }
    }

    /// A token's mark in the tally.
    package static func mark(of token: String) -> String { Accounts.mark(of: token) }
}
