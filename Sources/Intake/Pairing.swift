// Which files belong together.

import JobModel

/// Files that are taken together.
package struct Drop: Hashable, Sendable {
    package let kind: Job.Kind
    /// Clips and shortcuts to clips, in the order they are uploaded.
    package let media: [FileName]
    /// `nil` for clips that a folder's default prompt is for.
    package let prompt: FileName?
    /// The stem results are named after.
    package let stem: FileName

    package init(_ kind: Job.Kind = .drop, media: [FileName], prompt: FileName?, stem: FileName) {
        self.kind = kind
        self.media = media
        self.prompt = prompt
        self.stem = stem
    }

    package var names: [FileName] { media + (prompt.map { [$0] } ?? []) }
}

/// The files of one folder whose stems have the same ``StemKey``, sorted into what belongs together
/// (FOLDER-CONTRACT 1).
///
/// A prompt that names a file binds to it alone. Otherwise stems match exactly first; what is left over is paired
/// when there is only one way to do it.
package struct Pairing: Hashable, Sendable {
    /// Clips with their prompts.
    package private(set) var drops: [Drop] = []
    /// Clips that no prompt fits.
    package private(set) var loneMedia: [Drop] = []
    /// Prompts that fit no clip.
    package private(set) var lonePrompts: [FileName] = []
    /// What fits in more than one way.
    package private(set) var unclear: [FileName] = []
    package private(set) var followUps: [FileName] = []

    /// Media by their exact stems.
    private var media: [FileName: [FileName]] = [:]
    private var prompts: [FileName: [FileName]] = [:]
    private var promptsOfFiles: [FileName: [FileName]] = [:]

    package init(of names: some Collection<FileName>) {
        for name in names.sorted(by: precedes) {
            switch DropName(name) {
            case .media(let stem), .link(let stem): media[stem, default: []].append(name)
            case .prompt(let stem), .note(.waitingForPrompt, let stem): prompts[stem, default: []].append(name)
            case .promptOfFile(let file): promptsOfFiles[file, default: []].append(name)
            case .followUp: followUps.append(name)
            case .defaultPrompt, .cancel, .note, nil: continue
            }
        }
        bindPromptsOfFiles()
        pairExactStems()
        sortWhatIsLeft()
        (media, prompts, promptsOfFiles) = ([:], [:], [:])
    }

    private mutating func bindPromptsOfFiles() {
        var left: [FileName: [FileName]] = [:]
        for file in promptsOfFiles.keys.sorted(by: precedes) {
            let candidates = promptsOfFiles[file] ?? []
            guard media[file.stem]?.contains(file) == true else {
                left[file] = candidates
                continue
            }
            if let prompt = Self.prompt(naming: file, among: candidates) {
                bind(prompt, to: file)
                lonePrompts += candidates.filter { $0 != prompt }
            } else {
                unclear += [file] + candidates
                takeOut(file)
            }
        }
        for (file, candidates) in left.sorted(by: { precedes($0.key, $1.key) }) {
            let files = media.values.joined().filter { StemKey($0) == StemKey(file) }
            if files.count == 1, candidates.count == 1, left.keys.count(where: { StemKey($0) == StemKey(file) }) == 1 {
                bind(candidates[0], to: files[0])
            } else if files.isEmpty {
                lonePrompts += candidates
            } else {
                unclear += files.sorted(by: precedes) + candidates
                files.forEach { takeOut($0) }
            }
        }
    }

    private mutating func bind(_ prompt: FileName, to file: FileName) {
        drops.append(Drop(media: [file], prompt: prompt, stem: file.stem))
        takeOut(file)
    }

    private mutating func takeOut(_ file: FileName) {
        media[file.stem]?.removeAll { $0 == file }
        if media[file.stem]?.isEmpty == true { media[file.stem] = nil }
    }

    private mutating func pairExactStems() {
        for stem in media.keys.sorted(by: precedes) {
            guard let prompt = Self.prompt(naming: stem, among: prompts[stem] ?? []), let files = media[stem] else {
                continue
            }
            drops.append(Drop(media: files, prompt: prompt, stem: stem))
            media[stem] = nil
            prompts[stem]?.removeAll { $0 == prompt }
        }
    }

    private mutating func sortWhatIsLeft() {
        let loose = prompts.values.joined()
        for key in Set(media.keys.map(Self.key)).union(loose.compactMap { DropName($0).map { Self.key($0.stem) } }) {
            let stems = media.keys.filter { Self.key($0) == key }.sorted(by: precedes)
            let fitting = loose.filter { DropName($0).map { Self.key($0.stem) } == key }.sorted(by: precedes)
            if stems.count == 1, fitting.count == 1, Self.fits(fitting[0], stems[0]) {
                drops.append(Drop(media: media[stems[0]] ?? [], prompt: fitting[0], stem: stems[0]))
            } else if stems.contains(where: { stem in fitting.contains { Self.fits($0, stem) } }) {
                unclear += stems.flatMap { media[$0] ?? [] } + fitting
            } else {
                lonePrompts += fitting
                loneMedia += stems.map { Drop(media: media[$0] ?? [], prompt: nil, stem: $0) }
            }
        }
    }

    private static func key(_ stem: FileName) -> StemKey { StemKey(InboxNote.shared(stem)) }

    /// Whether a prompt may be that of a stem. The name of a note may have been cut.
    private static func fits(_ prompt: FileName, _ stem: FileName) -> Bool {
        guard let part = DropName(prompt) else { return false }
        if case .note = part { return key(part.stem) == key(stem) }
        return StemKey(part.stem) == StemKey(stem)
    }

    /// Of the prompts that name a stem or file in just these bytes the one whose ending is as it should be, else the
    /// only one; one that was written into a note gives way to a file of its own.
    private static func prompt(naming name: FileName, among prompts: [FileName]) -> FileName? {
        let exact = name.appending(".prompt.txt")
        if prompts.contains(exact) { return exact }
        let files = prompts.filter { InboxNote.kindAndStem(of: $0) == nil }
        let candidates = files.isEmpty ? prompts : files
        return candidates.count == 1 ? candidates.first : nil
    }
}

private func precedes(_ one: FileName, _ other: FileName) -> Bool {
    one.bytes.lexicographicallyPrecedes(other.bytes)
}
