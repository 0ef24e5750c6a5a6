// Where tokens and the client id come from (PROTOCOL 1).

/// The sources, first come first taken: the given token, the token file, an anonymous token.
package struct CredentialSources: Sendable {
    /// `NEMO_TOKEN`.
    package var givenToken: String?
    /// Path of `backend.token_file`; read again whenever the file changes.
    package var tokenFile: String?
    /// Path of the state directory; made with mode 0700 when it is not there.
    package var stateFolder: String
    /// `NEMO_CLIENT_ID`. Without it one is made once and kept.
    package var clientID: String?
    /// Makes a new UUID in text, for the client id.
    package var makeUUID: @Sendable () -> String

    package init(
        givenToken: String? = nil, tokenFile: String? = nil, stateFolder: String, clientID: String? = nil,
        makeUUID: @escaping @Sendable () -> String
    ) {
        self.givenToken = givenToken
        self.tokenFile = tokenFile
        self.stateFolder = stateFolder
        self.clientID = clientID
        self.makeUUID = makeUUID
    }
}
