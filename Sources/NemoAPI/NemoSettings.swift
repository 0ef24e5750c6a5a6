// What the client has to be told: addresses, the words of its headers, and limits (PROTOCOL 1 and 2).

/// Settings of the backend client, with the defaults of the public service.
package struct NemoSettings: Sendable {
    package var api: BackendAddress
    /// The base of links for people.
    package var web: BackendAddress
    /// `X-Skill-Version`.
    package var skillVersion: String
    /// `X-Skill-Platform`.
    package var platform: String
    /// How long a connection may take to be made.
    package var connectLimit: Duration
    /// The largest file that is uploaded, in bytes (PROTOCOL 4).
    package var uploadSizeLimit: Int64
    /// Of each kind of call but the message, whose limits come with it, and downloads, whose size is bounded by the
    /// caller.
    package var limits: [APICall: CallLimits]

    package init(
        api: BackendAddress, web: BackendAddress, skillVersion: String = "1.0.0", platform: String = "unknown",
        connectLimit: Duration = .seconds(10), uploadSizeLimit: Int64 = 500_000_000,
        limits: [APICall: CallLimits] = [:]
    ) {
        self.api = api
        self.web = web
        self.skillVersion = skillVersion
        self.platform = platform
        self.connectLimit = connectLimit
        self.uploadSizeLimit = uploadSizeLimit
        self.limits = limits
    }

    /// The limits in force for a call.
    func limits(of call: APICall) -> CallLimits { limits[call] ?? Self.defaultLimits(of: call) }

    package static func defaultLimits(of call: APICall) -> CallLimits {
        switch call {
        case .anonymousToken, .openSession, .claimLink, .balance, .renderStatus:
            CallLimits(idle: .seconds(30), total: .seconds(60), bytes: 1_000_000)
        // The draft of a long timeline travels whole, one way or the other.
        case .state, .export: CallLimits(idle: .seconds(60), total: .seconds(180), bytes: 64_000_000)
        // The backend may look through the whole file before it answers.
        case .upload: CallLimits(idle: .seconds(180), total: .seconds(7200), bytes: 1_000_000)
        case .message: CallLimits(idle: .seconds(180), total: .seconds(900), bytes: 512_000_000)
        case .downloadOutput, .downloadFallback:
            CallLimits(idle: .seconds(60), total: .seconds(7200), bytes: 4_000_000_000)
        }
    }
}
