// Where something lies below a root, as a list of names. Never absolute and never climbs.

/// A path below some root. The empty path is the root itself.
package struct RelativePath: Hashable, Sendable {
    package var names: [FileName]

    package init(_ names: [FileName] = []) { self.names = names }

    /// Parses bytes joined by `/`. Empty components are dropped.
    /// - Returns: `nil` when a component is `.` or `..` or holds NUL, or the path is absolute.
    package init?(bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.first != UInt8(ascii: "/") else { return nil }
        var names: [FileName] = []
        for part in bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true) {
            guard let name = FileName(bytes: part) else { return nil }
            names.append(name)
        }
        self.names = names
    }

    /// Parses text joined by `/`; see ``init(bytes:)``.
    package init?(_ text: String) { self.init(bytes: text.utf8) }

    package static let root = RelativePath()

    package var isRoot: Bool { names.isEmpty }

    /// The path's last name; `nil` for the root.
    package var last: FileName? { names.last }

    /// The path without its last name; the root's parent is the root.
    package var parent: RelativePath { RelativePath(Array(names.dropLast())) }

    /// The components joined by `/`.
    package var bytes: [UInt8] { Array(names.map(\.bytes).joined(separator: [UInt8(ascii: "/")])) }

    package static func / (path: RelativePath, name: FileName) -> RelativePath { RelativePath(path.names + [name]) }

    package static func / (path: RelativePath, rest: RelativePath) -> RelativePath {
        RelativePath(path.names + rest.names)
    }

    package func isBelow(_ other: RelativePath) -> Bool {
        names.count > other.names.count && names.starts(with: other.names)
    }
}

extension RelativePath: CustomStringConvertible {
    /// The path fit to be shown, on one line; see ``FileName/description``.
    package var description: String { names.map(\.description).joined(separator: "/") }
}

extension RelativePath: Codable {
    package init(from decoder: any Decoder) throws {
        names = try decoder.singleValueContainer().decode([FileName].self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(names)
    }
}
