// Which stems count as the same name, and how jobs of one name are found.

/// Stems that may belong together have the same key: equal without regard to case and Unicode form, or, where they
/// are not text, equal byte by byte (FOLDER-CONTRACT 1, FIELD-FACTS 1.4).
package enum StemKey: Hashable, Sendable {
    case text(String)
    case bytes([UInt8])

    package init(_ stem: FileName) {
        self = stem.exactText.map { .text($0.lowercased()) } ?? .bytes(stem.bytes)
    }
}

extension Origin {
    /// Whether both name the same drop, as editors see it.
    package func isNamed(like other: Origin) -> Bool {
        (root, folder) == (other.root, other.folder) && StemKey(stem) == StemKey(other.stem)
    }

    /// A short text that is the same for drops that may have the same name, to be searched by. What it finds has to be
    /// compared with ``isNamed(like:)``.
    package var nameHash: String {
        var hash = FNV1a()
        hash.add(root.utf8)
        hash.add(folder.bytes)
        switch StemKey(stem) {
        case .bytes(let bytes): hash.add(bytes)
        // Whatever may be written in several ways counts as one unknown character.
        case .text(let text): hash.add(text.map { $0.isBasicLatin ? $0.asciiValue ?? 0 : 0 })
        }
        return hash.text
    }
}

extension [Job] {
    /// Of jobs that are named alike those of exactly this stem, else all if they have one stem; where several fit
    /// equally, none (FOLDER-CONTRACT 1).
    package func named(closestTo stem: FileName) -> [Job] {
        let exact = filter { $0.origin.stem == stem }
        if !exact.isEmpty { return exact }
        return Set(map(\.origin.stem)).count == 1 ? self : []
    }
}

extension Character {
    fileprivate var isBasicLatin: Bool { ("a"..."z").contains(self) || ("0"..."9").contains(self) }
}
