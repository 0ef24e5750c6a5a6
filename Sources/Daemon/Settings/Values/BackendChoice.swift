// Which backend is used: one at an address, or the one that comes with the program.

/// The backend to talk to.
package enum BackendChoice: Hashable, Sendable {
    case remote(WebAddress)
    /// The embedded backend, started by the daemon itself.
    case local

    /// What is used when nobody says otherwise.
    package static let standard = BackendChoice.remote(.standardAPI)
}

extension BackendChoice: SettingValue {
    package init?(settingText: String) {
        if settingText == "local" {
            self = .local
        } else if let address = WebAddress(settingText) {
            self = .remote(address)
        } else {
            return nil
        }
    }
    package var settingText: String {
        switch self {
        case .remote(let address): address.settingText
        case .local: "local"
        }
    }
    package static var expectation: String { "`local`, or " + WebAddress.expectation }
}
