// A port of 127.0.0.1 that can stop listening and listen again, as a backend does that goes down and comes back.

import Foundation
import Glibc
import Synchronization

/// Listens on a port of its own choice and hands each connection to a thread of its own.
///
/// A second socket stays bound to the port without listening: while the port is down, clients are refused and nobody
/// else is given it.
final class LoopbackPort: Sendable {
    private struct State {
        var listener: CInt?
        var wires: [ObjectIdentifier: Wire] = [:]
    }

    let number: UInt16
    private let reservation: CInt
    private let state = Mutex(State())

    /// Chooses a port, on which nobody listens yet.
    init() throws { (reservation, number) = try Self.bound(to: 0) }

    deinit { Glibc.close(reservation) }

    /// Begins to listen, unless it does.
    /// - Parameter serve: uses a connection up.
    func open(serve: @escaping @Sendable (Wire) -> Void) throws {
        let (listener, _) = try Self.bound(to: number)
        let isNew = try state.withLock { state in
            guard state.listener == nil else { return false }
            guard listen(listener, 1024) == 0 else { throw SocketError("listen") }
            state.listener = listener
            return true
        }
        guard isNew else {
            Glibc.close(listener)
            return
        }
        Thread.detachNewThread { self.accept(from: listener, serve) }
    }

    /// Stops listening: from here on, clients are refused.
    /// - Parameter ending: how open connections end; `nil` leaves them be.
    func close(connections ending: Ending?) {
        state.withLock { state in
            if let listener = state.listener { shutdown(listener, CInt(SHUT_RDWR)) }
            state.listener = nil
        }
        if let ending { interrupt(by: ending) }
    }

    /// Ends all connections that are open now.
    func interrupt(by ending: Ending) {
        for wire in state.withLock({ Array($0.wires.values) }) { wire.interrupt(byReset: ending == .reset) }
    }

    private func accept(from listener: CInt, _ serve: @escaping @Sendable (Wire) -> Void) {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            if descriptor < 0, [EINTR, ECONNABORTED, EMFILE].contains(errno) { continue }
            guard descriptor >= 0 else { break }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            let wire = Wire(descriptor: descriptor)
            let isWanted = state.withLock { state in
                guard state.listener == listener else { return false }
                state.wires[ObjectIdentifier(wire)] = wire
                return true
            }
            guard isWanted else {
                wire.end(.reset)
                continue
            }
            let thread = Thread {
                serve(wire)
                wire.end(.close)
                self.state.withLock { $0.wires[ObjectIdentifier(wire)] = nil }
            }
            thread.stackSize = 1 << 20
            thread.start()
        }
        Glibc.close(listener)
    }

    private static func bound(to port: UInt16) throws -> (CInt, UInt16) {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SocketError("socket") }
        var yes: CInt = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutableBytes(of: &address) { bytes in
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return CInt(-1) }
            return bind(descriptor, start, length) == 0 ? getsockname(descriptor, start, &length) : -1
        }
        guard result == 0 else {
            let error = SocketError("bind")
            Glibc.close(descriptor)
            throw error
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }
}
