// How a draft's digest is taken, so that it changes with every edit and with nothing else (PROTOCOL 5).

import Crypto
import JobModel

extension StateDigest {
    /// SHA-256 over the draft and the number of generated media.
    ///
    /// The order of keys does not count, the text of numbers does. Texts that are http(s) addresses are left out, since
    /// they are signed anew at each reading.
    package init(draft: JSONValue, generatedCount: Int) {
        var walk = DigestWalk()
        walk.take(draft)
        walk.take(.number(String(generatedCount)))
        self.init(walk.finish())
    }
}

/// Feeds a value to a hash so that no two different values feed it the same bytes: each part with its kind and length.
private struct DigestWalk {
    private var hash = SHA256()

    mutating func take(_ value: JSONValue) {
        switch value {
        case .null: take("z", 0)
        case .bool(let flag): take(flag ? "t" : "f", 0)
        case .number(let text): take("n", Array(text.utf8))
        case .string(let text) where text.isWebAddress: take("u", 0)
        case .string(let text): take("s", Array(text.utf8))
        case .array(let elements):
            take("a", elements.count)
            for element in elements { take(element) }
        case .object(let members):
            take("o", members.count)
            let sorted = members.map { (key: Array($0.key.utf8), value: $0.value) }
                .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            for member in sorted {
                take("k", member.key)
                take(member.value)
            }
        }
    }

    mutating func finish() -> String {
        hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private mutating func take(_ kind: Unicode.Scalar, _ count: Int) {
        hash.update(data: Array("\(kind)\(count):".utf8))
    }

    private mutating func take(_ kind: Unicode.Scalar, _ bytes: [UInt8]) {
        take(kind, bytes.count)
        hash.update(data: bytes)
    }
}

extension String {
    fileprivate var isWebAddress: Bool {
        let start = prefix(8).lowercased()
        return start.hasPrefix("http://") || start.hasPrefix("https://")
    }
}
