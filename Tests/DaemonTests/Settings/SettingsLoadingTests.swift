// Reading the settings file from a disk.

import Daemon
import Foundation
import TestSupport
import Testing

@Suite struct SettingsLoadingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `a named file is read`() throws {
        let path = folder.appending("longtake.yaml")
        try Data("root: /srv/a\nworkers: 3\n".utf8).write(to: URL(filePath: path))
        let settings = try Settings.load(file: path, environment: [:]).settings
        #expect(settings.work.workers == 3)
    }

    @Test func `a named file that is missing stops the start`() throws {
        let path = folder.appending("none.yaml")
        let error = try #require(throws: SettingsError.self) { try Settings.load(file: path, environment: [:]) }
        #expect(
            error.problems.map(\.description)
                == ["\(path): the settings file cannot be read: No such file or directory"])
    }

    @Test func `a folder in place of the file stops the start`() throws {
        let error = try #require(throws: SettingsError.self) { try Settings.load(file: folder.path, environment: [:]) }
        #expect(error.description.contains("Is a directory"))
    }

    @Test func `a file beyond all reason is not read to its end`() throws {
        let path = folder.appending("big.yaml")
        try Data(repeating: 0x23, count: 2 << 20).write(to: URL(filePath: path))
        let error = try #require(throws: SettingsError.self) { try Settings.load(file: path, environment: [:]) }
        #expect(error.description.contains("File too large"))
    }
}
