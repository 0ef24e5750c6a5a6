// The four-letter names by which MP4, QuickTime and RIFF files call their parts.

/// Four bytes, the first in the highest place: `"moov"`.
struct FourCC: Hashable, Sendable {
    let value: UInt32

    init(_ value: UInt32) { self.value = value }

    /// Whether the bytes could be a name: printable ASCII, or the `©` (0xA9) QuickTime begins some names with.
    /// Four zero bytes, which is what a copy that broke off leaves behind, cannot.
    var isName: Bool { bytes.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0xA9 } }

    private var bytes: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
}

extension FourCC: ExpressibleByStringLiteral {
    init(stringLiteral text: String) { value = text.utf8.reduce(0) { $0 << 8 | UInt32($1) } }
}

extension FourCC: CustomStringConvertible {
    /// The name without trailing blanks; bytes that are not printable ASCII are shown as dots.
    var description: String {
        var shown = bytes.map { (0x20...0x7E).contains($0) ? $0 : 0x2E }
        while shown.last == 0x20 { shown.removeLast() }
        return String(decoding: shown, as: UTF8.self)
    }
}
