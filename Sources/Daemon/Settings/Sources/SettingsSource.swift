// Where settings come from: providers of swift-configuration, each of which can say where a value of its stands.

import Configuration

struct SettingsSource {
    private let provider: any ConfigProvider
    private let placeOf: @Sendable (any KnownSetting) -> SettingsProblem.Place

    /// - Returns: `nil` when the source does not set it.
    func text(of setting: any KnownSetting) -> String? {
        // These providers hold nothing but strings, so that asking for a string cannot fail.
        guard case .string(let text) = try? provider.value(forKey: setting.configKey, type: .string).value?.content
        else { return nil }
        return text
    }

    func place(of setting: any KnownSetting) -> SettingsProblem.Place { placeOf(setting) }

    /// - Parameter options: by dotted key.
    static func options(_ options: [String: String]) -> Self {
        Self(provider: InMemoryProvider(name: "options", texts: options)) { .option($0.option ?? $0.name) }
    }

    /// The names made from the keys. An empty variable counts as not set, as container tools pass them.
    static func environment(_ environment: [String: String]) -> Self {
        let provider = EnvironmentVariablesProvider(environmentVariables: environment.filter { !$0.value.isEmpty })
        return Self(provider: provider.prefixKeys(with: "longtake")) { .environment($0.environmentName) }
    }

    /// The names shared with other programs for the same backend (PROTOCOL 1).
    static func sharedEnvironment(_ environment: [String: String]) -> Self {
        var texts: [String: String] = [:]
        for setting in KnownSettings.all {
            if let name = setting.nemoName, let text = environment[name], !text.isEmpty { texts[setting.name] = text }
        }
        return Self(provider: InMemoryProvider(name: "shared environment", texts: texts)) { setting in
            .environment(setting.nemoName ?? setting.environmentName)
        }
    }

    /// A settings file, or one entry of its `folders`.
    static func file(_ path: String, _ values: [String: SettingsFile.Text]) -> Self {
        Self(provider: InMemoryProvider(name: path, texts: values.mapValues(\.text))) { setting in
            .file(path, line: values[setting.name]?.line)
        }
    }

    private init(
        provider: some ConfigProvider, placeOf: @escaping @Sendable (any KnownSetting) -> SettingsProblem.Place
    ) {
        self.provider = provider
        self.placeOf = placeOf
    }
}

extension KnownSetting {
    fileprivate var configKey: AbsoluteConfigKey { AbsoluteConfigKey(ConfigKey(name)) }
}

extension InMemoryProvider {
    fileprivate init(name: String, texts: [String: String]) {
        let values = texts.map {
            (AbsoluteConfigKey(ConfigKey($0.key)), ConfigValue(.string($0.value), isSecret: false))
        }
        self.init(name: name, values: Dictionary(values) { first, _ in first })
    }
}
