// Sizes of files as settings spell them.

/// A number of bytes.
package struct ByteCount: Hashable, Comparable, Sendable {
    package var bytes: Int64

    package init(bytes: Int64) { self.bytes = bytes }

    package static func < (lhs: ByteCount, rhs: ByteCount) -> Bool { lhs.bytes < rhs.bytes }

    /// Decimal units first: `MB` is a million bytes, as the backend counts (PROTOCOL 4).
    fileprivate static let units: [(name: String, bytes: Int64)] = [
        ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000), ("KB", 1000),
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
    ]
}

extension ByteCount: SettingValue {
    package init?(settingText: String) {
        let digits = settingText.prefix { $0.isASCII && $0.isNumber }
        let unitName = settingText.dropFirst(digits.count)
        guard
            (1...9).contains(digits.count), let amount = Int64(digits),
            let unit = Self.units.first(where: { $0.name == unitName })
        else { return nil }
        self.init(bytes: amount * unit.bytes)
    }

    package var settingText: String {
        let unit = Self.units.first { bytes >= $0.bytes && bytes.isMultiple(of: $0.bytes) }
        return "\(bytes / (unit?.bytes ?? 1))\(unit?.name ?? "B")"
    }

    package static var expectation: String { "a size such as 500MB or 2GB" }
}
