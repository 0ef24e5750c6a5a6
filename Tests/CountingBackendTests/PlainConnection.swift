// A client of bare sockets, which shows how a server really ends a connection.

import Foundation
import Glibc
import Synchronization

/// What came back on a connection, and how that ended.
struct Received: Sendable {
    enum End: Sendable, Equatable {
        /// The answer was whole.
        case whole
        /// The server closed in an orderly way.
        case closed
        case reset
    }

    let bytes: [UInt8]
    let end: End

    private var split: (head: [String], body: [UInt8]) {
        let text = bytes.firstRange(of: Array("\r\n\r\n".utf8))
        let head = String(decoding: bytes[..<(text?.lowerBound ?? bytes.count)], as: UTF8.self)
        return (head.components(separatedBy: "\r\n"), Array(bytes[(text?.upperBound ?? bytes.count)...]))
    }

    var status: Int? {
        let words = split.head[0].split(separator: " ")
        return words.count > 1 && words[0] == "HTTP/1.1" ? Int(words[1]) : nil
    }

    func header(_ name: String) -> String? {
        split.head.first { $0.lowercased().hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }

    /// The body, freed of chunks.
    var body: [UInt8] {
        guard header("transfer-encoding") == "chunked" else { return split.body }
        var rest = split.body[...]
        var body: [UInt8] = []
        while let end = rest.firstRange(of: [13, 10]),
            let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16), size > 0
        {
            body += rest[end.upperBound...].prefix(size)
            rest = rest[end.upperBound...].dropFirst(size + 2)
        }
        return body
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
    }

    var code: Int? { json["code"] as? Int }
    var data: [String: Any] { json["data"] as? [String: Any] ?? [:] }

    /// The events of a stream, as their data.
    var events: [String] {
        text.components(separatedBy: "\n\n").filter { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) }
    }
}

struct Refused: Error, Equatable {
    let number: CInt
}

/// A connection to a port of 127.0.0.1.
final class PlainConnection: Sendable {
    private let descriptor: CInt
    private let isOpen = Mutex(true)
    /// Whether a write found the connection reset; a read then finds its end and no more.
    private let wasReset = Mutex(false)

    /// - Throws: ``Refused``
    init(port: UInt16) throws {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let number = errno
            close(descriptor)
            throw Refused(number: number)
        }
        self.descriptor = descriptor
    }

    deinit { leave() }

    /// - Returns: whether all could be written.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            guard sent > 0 else {
                wasReset.withLock { $0 = true }
                return false
            }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// Reads until the answer is whole, so many bytes are there, or the connection ends.
    func read(atMost limit: Int = .max, untilClosed: Bool = false) async -> Received {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: self.readBlocking(limit, untilClosed)) }
            thread.start()
        }
    }

    private func readBlocking(_ limit: Int, _ untilClosed: Bool) -> Received {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < limit {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0 || count == 0 && wasReset.withLock(\.self) { return Received(bytes: bytes, end: .reset) }
            if count == 0 { return Received(bytes: bytes, end: .closed) }
            bytes += buffer[..<count]
            if !untilClosed, Self.isWhole(bytes) { return Received(bytes: bytes, end: .whole) }
        }
        return Received(bytes: bytes, end: .whole)
    }

    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        let received = Received(bytes: bytes, end: .whole)
        guard received.status != nil, let head = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return false }
        if received.header("transfer-encoding") == "chunked" { return bytes.suffix(5).elementsEqual("0\r\n\r\n".utf8) }
        guard let length = received.header("content-length").flatMap(Int.init) else { return false }
        return bytes.count >= head.upperBound + length
    }

    /// Leaves, as a client does that died. Nothing may be read or written after it, or meanwhile.
    func leave() {
        isOpen.withLock { isOpen in
            if isOpen { close(descriptor) }
            isOpen = false
        }
    }
}
