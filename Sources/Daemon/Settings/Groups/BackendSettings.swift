// Which backend, and as whom.

import SystemPackage

/// PROTOCOL 1.
package struct BackendSettings: Hashable, Sendable {
    package var address: BackendChoice
    /// Where links for people lead.
    package var web: WebAddress
    /// `NEMO_TOKEN`; it wins over ``tokenFile``.
    package var token: SecretToken?
    package var tokenFile: FilePath?
    package var version: HeaderWord
    /// `nil`: a random one, made once and kept in the state directory.
    package var clientID: HeaderWord?
    /// `nil`: ``platform(installedAt:)`` tells.
    package var platform: HeaderWord?

    /// What X-Skill-Platform says when nobody set it.
    package static func platform(installedAt path: String) -> String {
        if path.contains("/.clawhub/") { return "clawhub" }
        if path.contains("/.cursor/skills/") { return "cursor" }
        return "unknown"
    }
}
