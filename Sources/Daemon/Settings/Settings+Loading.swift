// The way from a file, an environment and a command line to settings that hold.

import SystemPackage

extension Settings {
    /// Read when no other file is named, if it is there.
    package static let defaultFile = "/etc/longtake/longtake.yaml"

    /// Reads the settings file and everything that overrides it: the one place that touches a disk for them.
    /// - Parameters:
    ///   - file: a path somebody named, which must be readable; `nil` for ``defaultFile``, which may be missing.
    ///   - options: what the command line sets, by dotted key: `["backend.url": "local"]`.
    ///   - needsRoot: whether the command cannot do without a watch folder.
    /// - Throws: everything that is wrong, at once.
    package static func load(
        file: String?, options: [String: String] = [:], environment: [String: String], needsRoot: Bool = true
    ) throws(SettingsError) -> (settings: Settings, warnings: [SettingsProblem]) {
        let path = file ?? defaultFile
        var contents: SettingsFile?
        do {
            contents = SettingsFile(path: path, bytes: try bytes(of: FilePath(path)))
        } catch Errno.noSuchFileOrDirectory where file == nil {
            contents = nil
        } catch {
            let sentence = "the settings file cannot be read: \((error as? Errno)?.description ?? "\(error)")"
            throw SettingsError(problems: [SettingsProblem(.file(path, line: nil), sentence)])
        }
        return try read(file: contents, options: options, environment: environment, needsRoot: needsRoot)
    }

    /// The same without a disk.
    package static func read(
        file: SettingsFile?, options: [String: String] = [:], environment: [String: String], needsRoot: Bool = true
    ) throws(SettingsError) -> (settings: Settings, warnings: [SettingsProblem]) {
        var sources: [SettingsSource] = [
            .options(options), .environment(environment), .sharedEnvironment(environment),
        ]
        if let file { sources.append(.file(file.path, file.values)) }
        var reader = SettingsReader(sources: sources)
        let settings = Settings(reading: &reader, file: file, environment: environment)

        var problems = unknownOptions(among: options) + (file?.problems ?? []) + reader.problems
        // A root that was refused, or stands in a file that is none, is not also a root that is missing.
        let isRootRefused = problems.contains {
            [nil, KnownSettings.root.name, KnownSettings.folders].contains($0.key)
        }
        problems += settings.contradictions(needsRoot: needsRoot && !isRootRefused)
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
        return (settings, unknownVariables(in: environment) + reader.warnings + settings.doubts())
    }

    private static func unknownOptions(among options: [String: String]) -> [SettingsProblem] {
        let names = KnownSettings.all.map(\.name)
        return options.keys.sorted().filter { !names.contains($0) }
            .map { .unknownKey($0, at: .option($0), among: names) }
    }

    /// Only a warning: other programs of the same house may have names of their own.
    private static func unknownVariables(in environment: [String: String]) -> [SettingsProblem] {
        let names = KnownSettings.all.map(\.environmentName)
        return environment.keys.sorted().filter { $0.hasPrefix("LONGTAKE_") && !names.contains($0) }
            .map { .unknownKey($0, at: .environment($0), among: names) }
    }

    private static func bytes(of path: FilePath) throws -> [UInt8] {
        // Non-blocking, so that a pipe put in its place cannot hold up the start.
        let descriptor = try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
        return try descriptor.closeAfter {
            var bytes: [UInt8] = []
            let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 16_384, alignment: 1)
            defer { chunk.deallocate() }
            while bytes.count < largestFile {
                let count = try descriptor.read(into: chunk)
                if count == 0 { return bytes }
                bytes += chunk[..<count]
            }
            throw Errno.fileTooLarge
        }
    }

    /// In bytes; the commented example has a hundredth of it.
    private static let largestFile = 1 << 20
}
