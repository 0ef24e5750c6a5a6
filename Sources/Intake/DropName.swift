// What a name in the inbox says its file is for.

import Inspection
import JobModel

/// The part a file plays in a drop, by its name alone (FOLDER-CONTRACT 1).
package enum DropName: Hashable, Sendable {
    /// `clip.mp4`
    case media(stem: FileName)
    /// `clip.url`, `clip.webloc` or `clip.url.txt`: holds an address that stands for the media.
    case link(stem: FileName)
    /// `clip.prompt.txt`
    case prompt(stem: FileName)
    /// `clip.mp4.prompt.txt`: binds to exactly that file.
    case promptOfFile(FileName)
    /// `clip.next.prompt.txt`: continues the job of that stem.
    case followUp(stem: FileName)
    /// `_default.prompt.txt`: for every clip below that has no prompt of its own.
    case defaultPrompt
    /// `clip.cancel.txt`: stops the job of that stem, whatever it holds.
    case cancel(stem: FileName)
    /// `clip - waiting for a prompt.txt`: written by the daemon itself.
    case note(InboxNote.Kind, stem: FileName)

    /// - Returns: `nil` when the name has no part in any drop; such files are left alone.
    package init?(_ name: FileName) {
        if let (kind, stem) = InboxNote.kindAndStem(of: name) {
            self = .note(kind, stem: stem)
        } else if let base = name.dropping(suffixes: [".prompt.txt.txt", ".prompt.txt"]) {
            self = Self.prompt(named: base)
        } else if let base = name.dropping(suffixes: [".cancel.txt.txt", ".cancel.txt"]) {
            self = .cancel(stem: base.withoutMediaExtension)
        } else if let base = name.dropping(suffixes: [".url.txt.txt", ".url.txt", ".url", ".webloc"]) {
            self = .link(stem: base.withoutMediaExtension)
        } else if MediaFormat(fileExtension: name.fileExtension) != nil {
            self = .media(stem: name.stem)
        } else {
            return nil
        }
    }

    private static func prompt(named base: FileName) -> DropName {
        if base.text.lowercased() == "_default" { return .defaultPrompt }
        if let continued = base.dropping(suffixes: [".next"]) {
            return .followUp(stem: continued.withoutMediaExtension)
        }
        return MediaFormat(fileExtension: base.fileExtension) == nil ? .prompt(stem: base) : .promptOfFile(base)
    }

    package var stem: FileName {
        switch self {
        case .media(let stem), .link(let stem), .prompt(let stem), .followUp(let stem), .cancel(let stem),
            .note(_, let stem):
            stem
        case .promptOfFile(let name): name.stem
        case .defaultPrompt: "_default"
        }
    }

    /// Whether the file is uploaded, or stands for what is.
    package var isMedia: Bool {
        switch self {
        case .media, .link: true
        case .prompt, .promptOfFile, .followUp, .defaultPrompt, .cancel, .note: false
        }
    }
}

extension FileName {
    /// The name without the first of the suffixes it ends with, in whatever case.
    func dropping(suffixes: [String]) -> FileName? {
        for suffix in suffixes {
            let ending = bytes.suffix(suffix.utf8.count)
            let lowered = ending.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            if lowered.elementsEqual(suffix.utf8), let base = FileName(bytes: bytes.dropLast(ending.count)) {
                return base
            }
        }
        return nil
    }

    /// `clip` of `clip.mp4`, and of `clip`.
    fileprivate var withoutMediaExtension: FileName { MediaFormat(fileExtension: fileExtension) == nil ? self : stem }
}
