// An address of the backend that may be written into settings: one a token can be sent to.

import Foundation

/// An http(s) address that is safe to send a token to: `https`, or `http` to this machine itself.
package struct WebAddress: Hashable, Sendable {
    /// Without a slash at its end, so that a path can be added.
    package let text: String

    /// The web site of PROTOCOL 1.
    package static let standardWeb = WebAddress(unchecked: "https://nemovideo.com")
    /// The API base of PROTOCOL 1.
    static let standardAPI = WebAddress(unchecked: "https://mega-api-prod.nemovideo.ai")

    /// - Returns: `nil` unless the text is a whole address with a host, and without user, query or fragment.
    package init?(_ text: String) {
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard
            trimmed.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
            let parts = URLComponents(string: trimmed),
            let scheme = parts.scheme?.lowercased(), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
            scheme == "https" || scheme == "http" && host.isLoopbackHost
        else { return nil }
        self.text = trimmed
    }

    private init(unchecked text: String) { self.text = text }
}

extension WebAddress: SettingValue {
    package init?(settingText: String) { self.init(settingText) }
    package var settingText: String { text }
    package static var expectation: String {
        "an https:// address (http:// only to this machine, as a token would travel in the clear)"
    }
}

extension StringProtocol {
    /// Whether the host names this machine: `localhost`, 127.0.0.0/8 or ::1, with or without brackets.
    var isLoopbackHost: Bool {
        let host = lowercased()
        if ["localhost", "::1", "[::1]"].contains(host) { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return octets.count == 4 && octets.first == 127 && !octets.contains(nil)
    }
}
