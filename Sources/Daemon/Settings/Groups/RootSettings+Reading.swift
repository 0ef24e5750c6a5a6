// Reads the watch folders: one `root`, or the file's list of `folders`.

import SystemPackage

extension RootSettings {
    /// Reads the root, or the roots.
    ///
    /// - Configuration keys, all but the first also inside an entry of `folders`, where the entry's own counts:
    ///   - `root` (absolute path, no default)
    ///   - `originals` (archive or delete, default: archive)
    ///   - `archive_days` (number, default: 0)
    ///   - `duplicates` (reuse or redo, default: reuse)
    ///   - `output.mode` (octal mode, default: 0664)
    /// - Returns: an empty list when no source names a root. A root from an option or the environment takes the place
    ///   of the file's `root` and `folders` alike; the two in one file are a problem.
    static func all(reading reader: inout SettingsReader, file: SettingsFile?) -> [RootSettings] {
        let path = reader.value(of: KnownSettings.root)
        let shared = RootSettings(
            path: path ?? "/",
            originals: reader.value(of: KnownSettings.originals),
            archiveDays: reader.value(of: KnownSettings.archiveDays),
            duplicates: reader.value(of: KnownSettings.duplicates),
            outputMode: reader.value(of: KnownSettings.outputMode))
        guard let file, let folders = file.folders else { return path == nil ? [] : [shared] }

        let listed = folders.compactMap { folder in
            reader.reading(from: [.file(file.path, folder.values)]) { reader in
                RootSettings(reading: &reader, listedIn: file.path, as: folder, otherwise: shared)
            }
        }
        switch reader.place(of: KnownSettings.root) {
        case nil: return listed
        case .file(_, let line):
            let sentence = "root and folders (line \(file.foldersLine ?? 1)) stand in one file; expected one of the two"
            reader.add(SettingsProblem(.file(file.path, line: line), key: KnownSettings.root.name, sentence))
        case .some(let place):
            reader.warn(
                SettingsProblem(place, key: KnownSettings.root.name, "the folders of \(file.path) are not used"))
        }
        return [shared]
    }

    private init?(
        reading reader: inout SettingsReader, listedIn file: String, as folder: SettingsFile.Folder,
        otherwise shared: RootSettings
    ) {
        let path = reader.given(KnownSettings.root)
        originals = reader.given(KnownSettings.originals) ?? shared.originals
        archiveDays = reader.given(KnownSettings.archiveDays) ?? shared.archiveDays
        duplicates = reader.given(KnownSettings.duplicates) ?? shared.duplicates
        outputMode = reader.given(KnownSettings.outputMode) ?? shared.outputMode
        if reader.place(of: KnownSettings.root) == nil, !folder.isFaulty {
            let place = SettingsProblem.Place.file(file, line: folder.line)
            reader.add(SettingsProblem(place, key: KnownSettings.root.name, "this entry of folders has no root"))
        }
        guard let path, let path else { return nil }
        self.path = path
    }
}
