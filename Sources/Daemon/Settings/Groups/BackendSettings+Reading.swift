// Reads which backend, and as whom.

extension BackendSettings {
    /// - Configuration keys:
    ///   - `backend.url` (address or `local`, default: https://mega-api-prod.nemovideo.ai), also `NEMO_API_URL`
    ///   - `backend.web_url` (address, default: https://nemovideo.com), also `NEMO_WEB_URL`
    ///   - `backend.token_file` (absolute path, no default)
    ///   - `backend.version` (one word, default: 1.0.0)
    ///   - `backend.client_id` (one word, no default), also `NEMO_CLIENT_ID`
    ///   - `backend.platform` (one word, no default), also `SKILL_SOURCE`
    /// - Parameter environment: for `NEMO_TOKEN`, which is no setting: it has no place in a file many may read, nor in
    ///   a command line everybody can list.
    init(reading reader: inout SettingsReader, environment: [String: String]) {
        address = reader.value(of: KnownSettings.backendURL)
        web = reader.value(of: KnownSettings.backendWebURL)
        tokenFile = reader.value(of: KnownSettings.backendTokenFile)
        version = reader.value(of: KnownSettings.backendVersion)
        clientID = reader.value(of: KnownSettings.backendClientID)
        platform = reader.value(of: KnownSettings.backendPlatform)
        let text = environment[KnownSettings.tokenVariable] ?? ""
        token = SecretToken(text)
        if token == nil, !text.isEmpty {
            reader.add(
                SettingsProblem(
                    .environment(KnownSettings.tokenVariable), key: KnownSettings.tokenVariable,
                    "this is no token (it is not repeated here); expected at most 4096 plain characters without blanks")
            )
        }
    }
}
