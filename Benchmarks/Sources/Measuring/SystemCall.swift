// System calls that answer with -1, turned into errors that say what was tried.

import Glibc

/// Why there is nothing to report: something needed for measuring was refused, missing or did not happen.
package struct CannotMeasure: Error {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}

/// Makes a system call, again when a signal interrupted it.
/// - Parameter purpose: completes "cannot …".
/// - Returns: what it answered.
@discardableResult
package func system<Answer: SignedInteger>(_ purpose: @autoclosure () -> String, _ call: () -> Answer) throws -> Answer
{
    while true {
        let answer = call()
        if answer != -1 { return answer }
        let code = errno
        guard code == EINTR else { throw CannotMeasure("cannot \(purpose()): \(String(cString: strerror(code)))") }
    }
}

/// A file descriptor that is closed with the last reference to this, or before.
package final class Descriptor {
    package let number: Int32
    private var isOpen = true

    package init(_ number: Int32) { self.number = number }

    deinit { close() }

    package func close() {
        if isOpen { Glibc.close(number) }
        isOpen = false
    }

    /// Opens a file or folder; children do not inherit it.
    package static func opening(_ path: String, _ flags: Int32, mode: mode_t = 0o664) throws -> Descriptor {
        Descriptor(try system("open \(path)") { open(path, flags | O_CLOEXEC, mode) })
    }

    /// A pipe, neither end of which is inherited.
    package static func pipe() throws -> (reading: Descriptor, writing: Descriptor) {
        var ends: [Int32] = [0, 0]
        try system("make a pipe") { Glibc.pipe(&ends) }
        for end in ends { try system("make a pipe private") { fcntl(end, F_SETFD, FD_CLOEXEC) } }
        return (Descriptor(ends[0]), Descriptor(ends[1]))
    }

    /// Writes all of it.
    /// - Parameter piece: bytes a call, as copying programs do; `nil` writes as much as the kernel takes.
    package func write(_ bytes: [UInt8], piece: Int? = nil) throws {
        var done = 0
        while done < bytes.count {
            let count = min(piece ?? bytes.count, bytes.count - done)
            done += try system("write") {
                bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress?.advanced(by: done), count) }
            }
        }
    }
}
