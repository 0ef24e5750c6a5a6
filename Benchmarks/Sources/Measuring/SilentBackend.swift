// A backend that never answers, so that claimed jobs keep still while the next drop is measured.

import Glibc

/// Listens on loopback. The kernel takes connections and requests in; nobody ever reads them.
package final class SilentBackend {
    private let listener: Descriptor
    package let port: UInt16

    package init() throws {
        listener = Descriptor(
            try system("make a socket") { socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0) })
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = listener.number
        try withUnsafeMutableBytes(of: &address) { bytes in
            let generic = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
            try system("bind to loopback") { bind(number, generic, size) }
            try system("listen") { listen(number, SOMAXCONN) }
            try system("read the port") { getsockname(number, generic, &size) }
        }
        port = UInt16(bigEndian: address.sin_port)
    }

    package var address: String { "http://127.0.0.1:\(port)" }
}
