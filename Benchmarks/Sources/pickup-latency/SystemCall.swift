// System calls that answer with -1, turned into errors that say what was tried.

import Glibc

/// Why there is nothing to report: something needed for measuring was refused, missing or did not happen.
struct CannotMeasure: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// Makes a system call, again when a signal interrupted it.
/// - Parameter purpose: completes "cannot …".
/// - Returns: what it answered.
@discardableResult
func system<Answer: SignedInteger>(_ purpose: @autoclosure () -> String, _ call: () -> Answer) throws -> Answer {
    while true {
        let answer = call()
        if answer != -1 { return answer }
        let code = errno
        guard code == EINTR else { throw CannotMeasure("cannot \(purpose()): \(String(cString: strerror(code)))") }
    }
}

/// A file descriptor that is closed with the last reference to this, or before.
final class Descriptor {
    let number: Int32
    private var isOpen = true

    init(_ number: Int32) { self.number = number }

    deinit { close() }

    func close() {
        if isOpen { Glibc.close(number) }
        isOpen = false
    }

    /// Opens a file or folder; children do not inherit it.
    static func opening(_ path: String, _ flags: Int32, mode: mode_t = 0o664) throws -> Descriptor {
        Descriptor(try system("open \(path)") { open(path, flags | O_CLOEXEC, mode) })
    }

    /// A pipe, neither end of which is inherited.
    static func pipe() throws -> (reading: Descriptor, writing: Descriptor) {
        var ends: [Int32] = [0, 0]
        try system("make a pipe") { Glibc.pipe(&ends) }
        for end in ends { try system("make a pipe private") { fcntl(end, F_SETFD, FD_CLOEXEC) } }
        return (Descriptor(ends[0]), Descriptor(ends[1]))
    }

    /// Writes all of it.
    /// - Parameter piece: bytes a call, as copying programs do; `nil` writes as much as the kernel takes.
    func write(_ bytes: [UInt8], piece: Int? = nil) throws {
        var done = 0
        while done < bytes.count {
            let count = min(piece ?? bytes.count, bytes.count - done)
            done += try system("write") {
                bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress?.advanced(by: done), count) }
            }
        }
    }
}
