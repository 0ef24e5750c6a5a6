// What the files of one take are called.

import JobModel

/// The names of a result and its log (FOLDER-CONTRACT 4): `clip.mp4` and `clip.log`, then `clip.take2.mp4` and
/// `clip.take2.log`.
package struct TakeNames: Hashable, Sendable {
    package let result: FileName
    package let log: FileName

    package init(stem: FileName, take: Int) {
        let marker = take > 1 ? ".take\(take)" : ""
        result = stem.shortened(toFit: (marker + ".mp4").utf8)
        log = stem.shortened(toFit: (marker + ".log").utf8)
    }
}

extension FileName {
    /// The most bytes a name may have on Linux filesystems.
    package static let limit = 255

    /// The name with an ending, its own end cut where both would be too long, never inside a character.
    package func shortened(toFit ending: some Collection<UInt8>) -> FileName {
        let room = max(1, Self.limit - ending.count)
        let kept = bytes.count > room ? bytes[..<characterStart(near: room)] : bytes[...]
        return FileName(bytes: kept + Array(ending)) ?? self
    }

    /// Where the character that a byte belongs to begins; the byte itself where no character of UTF-8 holds it, none
    /// being longer than four bytes (RFC 3629).
    private func characterStart(near index: Int) -> Int {
        (max(1, index - 3)...index).last { bytes[$0] & 0b1100_0000 != 0b1000_0000 } ?? index
    }
}
