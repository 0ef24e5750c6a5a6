// Names given by someone else or made once, kept apart by what they name.

/// The name of one `Subject`. Opaque: compared, stored and shown, never taken apart.
package struct Identifier<Subject>: Hashable, Sendable {
    package let rawValue: String
    package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// A job's own name, made at admission; also the name of its claimed folder.
package typealias JobID = Identifier<Job>
/// The backend's name for a session (`data.session_id`, PROTOCOL 4).
package typealias SessionID = Identifier<Session>
/// A token's fingerprint; never the token.
package typealias AccountID = Identifier<Account>
/// The name of an export, made and recorded before it is sent, unique for ever (PROTOCOL 4).
package typealias RenderID = Identifier<Render>

/// One rendering of a draft by the backend. Known here by its name alone.
package enum Render {}

extension Identifier: CustomStringConvertible {
    package var description: String { rawValue.shownOnOneLine }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
