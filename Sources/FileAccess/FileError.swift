// A system call that failed, as an error a person can act on.

import Glibc
import JobModel

/// A failed operation on a file: what was tried, on which name, and the kernel's reason.
package struct FileError: Error, Hashable, Sendable {
    /// The kernel's number for the reason, such as `ENOSPC`.
    package let errno: Int32
    /// What was tried, as a verb: "open", "rename".
    package let operation: String
    /// The entry it was tried on, fit to be shown.
    package let subject: String

    package init(_ errno: Int32, _ operation: String, _ subject: String) {
        self.errno = errno
        self.operation = operation
        self.subject = subject
    }

    package var isMissing: Bool { errno == ENOENT || errno == ENOTDIR }
    package var isAlreadyThere: Bool { errno == EEXIST || errno == ENOTEMPTY }
    package var isLackOfRoom: Bool { errno == ENOSPC || errno == EDQUOT }
    package var isForbidden: Bool { errno == EACCES || errno == EPERM }
    package var isFailureOfDisk: Bool { errno == EIO }
    /// The server or the device of the filesystem is gone; only mounting it again helps.
    package var isLossOfMount: Bool { errno == ENOTCONN || errno == ESTALE || errno == ENODEV }
    /// A symbolic link where a file or directory should be (`ELOOP`), or a path that leaves its root (`EXDEV`).
    package var isUnsafePath: Bool { errno == ELOOP || errno == EXDEV }

    /// What an operator can do about it.
    package var remedy: String {
        switch errno {
        case EACCES, EPERM: "Let the daemon's user read and write there."
        case ENOSPC, EDQUOT: "Make room on the disk; work goes on by itself."
        case EROFS: "Mount the filesystem for writing."
        case EIO: "Check the disk; the kernel's log has the details."
        case EMFILE, ENFILE: "Raise the limit of open files (LimitNOFILE in the service's unit)."
        case ELOOP, EXDEV: "Replace the link by what it points to."
        default: ""
        }
    }
}

extension FileError: CustomStringConvertible {
    package var description: String {
        let reason = String(cString: strerror(errno))
        return "cannot \(operation) \(subject): \(reason)" + (remedy.isEmpty ? "" : ". \(remedy)")
    }
}

/// Repeats a call that a signal interrupted, and turns its `-1` into an error.
@discardableResult
func checking<Result: FixedWidthInteger>(
    _ operation: String, _ subject: @autoclosure () -> String, _ call: () -> Result
) throws(FileError) -> Result {
    while true {
        let result = call()
        if result != -1 { return result }
        let reason = errno
        if reason != EINTR { throw FileError(reason, operation, subject()) }
    }
}

extension FileName {
    /// Calls `body` with the name as the kernel wants it: bytes ended by NUL.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        RelativePath([self]).withCString(body)
    }
}

extension RelativePath {
    /// Calls `body` with the path ended by NUL; `.` for the empty path.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        let path = (isRoot ? [UInt8(ascii: ".")] : bytes).map { CChar(bitPattern: $0) } + [0]
        return path.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return "".withCString(body) }
            return body(base)
        }
    }
}
