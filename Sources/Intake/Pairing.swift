// Which files belong together.

import JobModel

/// A clip (with whatever shares its stem) and its prompt.
package struct Drop: Hashable, Sendable {
    /// In the order they are uploaded.
    package let media: [FileName]
    package let prompt: FileName

    package var names: [FileName] { media + [prompt] }
    /// The stem results are named after: that of the clip.
    package let stem: FileName
}

/// Pairs the files of one folder whose stems have the same ``StemKey`` (FOLDER-CONTRACT 1).
///
/// A prompt that names a file binds to it alone. Otherwise stems match exactly first; what is left over is paired
/// when there is only one way to do it.
package enum Pairing {
    package static func drops(among names: some Collection<FileName>) -> [Drop] {
        var media: [FileName: [FileName]] = [:]
        var prompts: [FileName: [FileName]] = [:]
        var promptsOfFiles: [FileName: [FileName]] = [:]
        for name in names.sorted(by: precedes) {
            switch DropName(name) {
            case .media(let stem): media[stem, default: []].append(name)
            case .prompt(let stem): prompts[stem, default: []].append(name)
            case .promptOfFile(let file): promptsOfFiles[file, default: []].append(name)
            case .cancel, nil: continue
            }
        }
        var drops: [Drop] = []
        for file in promptsOfFiles.keys.sorted(by: precedes) {
            guard media[file.stem]?.contains(file) == true,
                let prompt = prompt(naming: file, among: promptsOfFiles[file] ?? [])
            else { continue }
            drops.append(Drop(media: [file], prompt: prompt, stem: file.stem))
            media[file.stem]?.removeAll { $0 == file }
            if media[file.stem]?.isEmpty == true { media[file.stem] = nil }
        }
        for stem in media.keys.sorted(by: precedes) {
            guard let prompt = prompt(naming: stem, among: prompts[stem] ?? []), let files = media[stem] else {
                continue
            }
            drops.append(Drop(media: files, prompt: prompt, stem: stem))
            media[stem] = nil
            prompts[stem]?.removeAll { $0 == prompt }
        }
        let loosePrompts = Array(prompts.values.joined())
        if loosePrompts.count == 1, media.count == 1, let (stem, files) = media.first, let prompt = loosePrompts.first {
            drops.append(Drop(media: files, prompt: prompt, stem: stem))
        }
        return drops
    }

    /// Of the prompts that name a stem or file in just these bytes the one whose ending is as it should be, else the
    /// only one.
    private static func prompt(naming name: FileName, among prompts: [FileName]) -> FileName? {
        let exact = name.appending(".prompt.txt")
        if prompts.contains(exact) { return exact }
        return prompts.count == 1 ? prompts.first : nil
    }

    private static func precedes(_ one: FileName, _ other: FileName) -> Bool {
        one.bytes.lexicographicallyPrecedes(other.bytes)
    }
}
