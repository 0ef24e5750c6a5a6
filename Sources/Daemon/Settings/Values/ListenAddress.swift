// Where the dashboard listens, if it does.

/// A host and port to listen on, or nothing at all.
package enum ListenAddress: Hashable, Sendable {
    /// Port 0 lets the system choose one.
    case address(host: String, port: Int)
    case off

    /// Whether machines other than this one can reach it.
    package var isOpenToNetwork: Bool {
        switch self {
        case .address(let host, _): !host.isLoopbackHost
        case .off: false
        }
    }
}

extension ListenAddress: SettingValue {
    /// Reads `127.0.0.1:8095`, `[::1]:8095`, `host.example:8095` or `off`.
    package init?(settingText: String) {
        if settingText == "off" {
            self = .off
            return
        }
        guard let colon = settingText.lastIndex(of: ":") else { return nil }
        var host = settingText[..<colon]
        let digits = settingText[settingText.index(after: colon)...]
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let port = UInt16(digits) else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || ":.".contains($0) }) else { return nil }
        } else {
            let isName = host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-".contains($0)) }
            guard !host.isEmpty, isName else { return nil }
        }
        self = .address(host: String(host), port: Int(port))
    }

    package var settingText: String {
        switch self {
        case .address(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .off: "off"
        }
    }

    package static var expectation: String { "host:port, such as 127.0.0.1:8095, or off" }
}
