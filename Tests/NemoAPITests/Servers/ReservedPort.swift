// A port on which nobody listens and nobody else will, to be refused at.

import Glibc
import SystemPackage

/// A port of loopback, bound but not listened on, for as long as the value lives.
final class ReservedPort: Sendable {
    let number: UInt16
    private let descriptor: CInt

    /// - Throws: `Errno`
    init() throws {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutableBytes(of: &address) { bytes in
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return CInt(-1) }
            let bound = bind(descriptor, start, length)
            return bound == 0 ? getsockname(descriptor, start, &length) : bound
        }
        guard result == 0 else { throw Errno(rawValue: errno) }
        self.descriptor = descriptor
        number = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
}
