// A fingerprint of the timeline, to tell whether a message did something (PROTOCOL 5, 6).

/// Equal digests mean: the same draft and as many generated media.
package struct StateDigest: Hashable, Sendable, Codable {
    package let rawValue: String
    package init(_ rawValue: String) { self.rawValue = rawValue }

    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
