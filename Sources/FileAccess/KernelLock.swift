// One daemon per state directory and per root: a lock the kernel drops when its holder dies.

import Glibc
import JobModel
import SystemPackage

/// An exclusive lock on a file that also says who holds it. Held until the value goes away or the process ends,
/// however it ends.
package final class KernelLock: Sendable {
    private let file: OpenFile

    private init(_ file: OpenFile) { self.file = file }

    /// What came of trying to take a lock.
    package enum Attempt: Sendable {
        case held(KernelLock)
        /// Somebody else has it; what they wrote about themselves, possibly nothing.
        case heldByOther(String)
    }

    /// Takes the lock named `name` in a directory, without waiting.
    /// - Parameter holder: one line that tells a second taker who this is.
    package static func take(
        _ name: FileName, in directory: Directory, holder: String
    ) throws(FileError) -> Attempt {
        let attempt = try look(name, in: directory)
        if case .held(let lock) = attempt {
            // On a full disk the lock is held all the same; it only does not say by whom.
            try? lock.file.setLength(0)
            try? lock.file.write((holder + "\n").utf8)
        }
        return attempt
    }

    /// As ``take(_:in:holder:)``, without saying anything about the taker.
    package static func look(_ name: FileName, in directory: Directory) throws(FileError) -> Attempt {
        let file = try directory.openOrCreateFile(name, mode: 0o600)
        if flock(file.descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 { return .held(KernelLock(file)) }
        guard errno == EWOULDBLOCK else { throw FileError(errno, "lock", directory.shown(name)) }
        let other = String(decoding: try file.read(at: 0, count: 256), as: UTF8.self)
        return .heldByOther(other.shownOnLines.split(separator: "\n").first.map(String.init) ?? "")
    }
}
