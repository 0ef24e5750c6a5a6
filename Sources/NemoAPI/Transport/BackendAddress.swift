// The address of the backend, and which other addresses may be followed from it (FIELD-FACTS 1 and 3).

import Foundation

/// The base of the API or of the web pages: scheme, host, port and perhaps a path, without a slash at its end.
package struct BackendAddress: Hashable, Sendable {
    package let text: String
    /// The host and, where it is not the usual one, the port: to name the backend to people.
    package let host: String
    /// Plain HTTP to this same machine, as with the embedded backend and in tests.
    package let isCleartextOnLoopback: Bool
    /// Whether the token travels unencrypted over a network.
    package let isCleartextOnNetwork: Bool

    /// - Returns: `nil` when the text is no http(s) address, or carries a user, a query or a fragment.
    package init?(_ text: String) {
        var trimmed = text.trimmingPrefix(while: \.isWhitespace)
        while let last = trimmed.last, last == "/" || last.isWhitespace { trimmed.removeLast() }
        let text = String(trimmed)
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            let scheme = parts.scheme?.lowercased(), scheme == "https" || scheme == "http",
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
        else { return nil }
        self.text = text
        self.host = parts.port.map { "\(host):\($0)" } ?? host
        isCleartextOnLoopback = scheme == "http" && Loopback.contains(host)
        isCleartextOnNetwork = scheme == "http" && !Loopback.contains(host)
    }

    /// The address of something below the base. Each component is percent-encoded whole, slashes too.
    func appending(_ components: String...) -> String {
        text + components.map { "/" + $0.percentEncodedWhole }.joined()
    }
}

/// An address that a server has named and that may be fetched from: a render's `output.url`, or where a download was
/// redirected to.
struct FollowableAddress: Hashable, Sendable {
    let text: String
    let host: String

    /// - Parameters:
    ///   - text: as the server gave it; absolute, or relative to `base`.
    ///   - backend: https is always allowed, http only from a backend on loopback to loopback.
    /// - Returns: `nil` when the address may not be followed.
    init?(_ text: String, relativeTo base: String? = nil, from backend: BackendAddress) {
        guard let url = URL(string: text, relativeTo: base.flatMap { URL(string: $0) })?.absoluteURL,
            var parts = URLComponents(url: url, resolvingAgainstBaseURL: true),
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil
        else { return nil }
        switch parts.scheme?.lowercased() {
        case "https": break
        case "http":
            let baseIsSecure = base?.lowercased().hasPrefix("https:") ?? false
            guard backend.isCleartextOnLoopback, Loopback.contains(host), !baseIsSecure else { return nil }
        default: return nil
        }
        parts.fragment = nil
        guard let address = parts.string else { return nil }
        self.text = address
        self.host = host
    }
}

/// Names and addresses of this same machine.
enum Loopback {
    static func contains(_ host: String) -> Bool {
        let bare = host.lowercased().trimmingPrefix("[")
        if bare == "localhost" || bare == "::1" || bare == "::1]" { return true }
        let numbers = bare.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }
}

extension String {
    /// Everything but the unreserved characters (RFC 3986, 2.3) as `%XX`.
    var percentEncodedWhole: String {
        utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isUnreserved =
                byte < 0x80
                && (scalar.properties.isAlphabetic || (48...57).contains(byte) || "-._~".utf8.contains(byte))
            return isUnreserved
                ? String(scalar)
                : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
