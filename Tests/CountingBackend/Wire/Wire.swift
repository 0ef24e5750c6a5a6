// One loopback TCP connection in blocking calls, because a fault must be able to end it at any byte and in any manner.

import Glibc
import Synchronization

/// Why a connection is of no further use.
package enum Ending: String, Error, Sendable {
    /// Ended by a reset (RST), as by a machine that crashed or a firewall.
    case reset
    /// Ended by an orderly close (FIN), as by a server that went away.
    case close
    /// The client left, or the server was stopped.
    case gone
}

/// An accepted connection. One thread reads, writes and ends it; any thread may interrupt it.
final class Wire: Sendable {
    private struct State {
        var isOpen = true
        var isInterrupted = false
        var endsByReset = false
    }

    /// The event of a client that has closed its side: POLLRDHUP, which Glibc's module does not have.
    private static let leaving: Int16 = 0x2000

    private let descriptor: CInt
    private let state = Mutex(State())

    init(descriptor: CInt) {
        self.descriptor = descriptor
        var yes: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
    }

    var isInterrupted: Bool { state.withLock { $0.isInterrupted } }

    /// Reads what has come, at least a byte.
    /// - Returns: nothing when the client has closed its side.
    func read(atMost count: Int = 65_536) throws(Ending) -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
            var received = recv(descriptor, buffer.baseAddress, count, 0)
            while received < 0, errno == EINTR { received = recv(descriptor, buffer.baseAddress, count, 0) }
            length = max(0, received)
            if received < 0 { state.withLock { $0.isInterrupted = true } }
        }
        if isInterrupted { throw .gone }
        return bytes
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(Ending) {
        var rest = bytes
        let flags = CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT)
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) }
            if isInterrupted { throw .gone }
            if sent >= 0 {
                rest = rest.dropFirst(sent)
            } else if errno == EAGAIN {
                var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&entry, 1, 50)
            } else if errno != EINTR {
                throw .gone
            }
        }
    }

    /// Lets time pass.
    /// - Parameter duration: `nil` for as long as the client stays.
    /// - Throws: ``Ending/gone`` when the client left meanwhile.
    func pause(_ duration: Duration?) throws(Ending) {
        let deadline = duration.map { ContinuousClock.now + $0 }
        while true {
            var entry = pollfd(fd: descriptor, events: Self.leaving, revents: 0)
            let left = deadline.map { min(max(ContinuousClock.now.duration(to: $0), .zero), .milliseconds(100)) }
            let milliseconds = left.map { CInt(($0 + .microseconds(999)) / .milliseconds(1)) } ?? 100
            let ready = poll(&entry, 1, milliseconds)
            if ready > 0 || isInterrupted { throw .gone }
            if let deadline, ContinuousClock.now >= deadline { return }
        }
    }

    /// Makes whatever the connection's thread waits for fail, so that the thread ends the connection.
    ///
    /// The side that is shut is the one of which the client sees nothing: a reset must not follow a close.
    func interrupt(byReset: Bool) {
        state.withLock { state in
            guard state.isOpen else { return }
            state.isInterrupted = true
            state.endsByReset = byReset
            shutdown(descriptor, CInt(SHUT_RD))
        }
    }

    /// Ends the connection. An orderly close first tells the client, then reads what it still sends: closing with bytes
    /// unread would be a reset.
    func end(_ ending: Ending) {
        guard state.withLock({ $0.isOpen }) else { return }
        if ending == .close, !isInterrupted {
            shutdown(descriptor, CInt(SHUT_WR))
            let deadline = ContinuousClock.now + .seconds(2)
            while ContinuousClock.now < deadline, !isInterrupted {
                var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard poll(&entry, 1, 100) > 0 else { continue }
                guard let bytes = try? read(), !bytes.isEmpty else { break }
            }
        }
        state.withLock { state in
            guard state.isOpen else { return }
            state.isOpen = false
            if ending == .reset || state.endsByReset {
                var off = linger(l_onoff: 1, l_linger: 0)
                setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &off, socklen_t(MemoryLayout<linger>.size))
            }
            Glibc.close(descriptor)
        }
    }
}

/// An error number, as thrown by what could not listen.
package struct SocketError: Error, CustomStringConvertible {
    package let call: String
    package let number: CInt

    init(_ call: String) {
        self.call = call
        number = errno
    }

    package var description: String { "\(call): \(String(cString: strerror(number)))" }
}
