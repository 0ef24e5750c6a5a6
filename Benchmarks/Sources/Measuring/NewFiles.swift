// Files and folders as the benchmarks make them, and how long they wait for anything to become of them.

import Glibc

/// How long anything is waited for before the run is given up.
package let patience = Duration.seconds(30)

/// Makes a file as copying programs do: open, write piece by piece, close.
/// - Returns: the moment just before the close.
package func copy(_ bytes: [UInt8], to path: String) throws -> SuspendingClock.Instant {
    let file = try Descriptor.opening(path, O_WRONLY | O_CREAT | O_EXCL)
    try file.write(bytes, piece: 131_072)
    let closing = SuspendingClock.now
    file.close()
    return closing
}

package func makeFolder(_ path: String) throws {
    try system("make the folder \(path)") { mkdir(path, 0o700) }
}
