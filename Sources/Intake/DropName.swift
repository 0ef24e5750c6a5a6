// What a name in the inbox says its file is for.

import Inspection
import JobModel

/// The part a file plays in a drop, by its name alone.
package enum DropName: Hashable, Sendable {
    /// `clip.mp4`
    case media(stem: FileName)
    /// `clip.prompt.txt`
    case prompt(stem: FileName)
    /// `clip.mp4.prompt.txt`: binds to exactly that file.
    case promptOfFile(FileName)
    /// `clip.cancel.txt`: stops the job of that stem, whatever it holds.
    case cancel(stem: FileName)

    /// - Returns: `nil` when the name is neither a clip's nor a prompt's; such files are left alone.
    package init?(_ name: FileName) {
        if let base = name.dropping(suffixes: [".prompt.txt.txt", ".prompt.txt"]) {
            self = MediaFormat(fileExtension: base.fileExtension) == nil ? .prompt(stem: base) : .promptOfFile(base)
        } else if let base = name.dropping(suffixes: [".cancel.txt.txt", ".cancel.txt"]) {
            self = .cancel(stem: MediaFormat(fileExtension: base.fileExtension) == nil ? base : base.stem)
        } else if MediaFormat(fileExtension: name.fileExtension) != nil {
            self = .media(stem: name.stem)
        } else {
            return nil
        }
    }

    package var stem: FileName {
        switch self {
        case .media(let stem), .prompt(let stem), .cancel(let stem): stem
        case .promptOfFile(let name): name.stem
        }
    }
}

extension FileName {
    /// The name without the first of the suffixes it ends with, in whatever case.
    fileprivate func dropping(suffixes: [String]) -> FileName? {
        for suffix in suffixes {
            let ending = bytes.suffix(suffix.utf8.count)
            let lowered = ending.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            if lowered.elementsEqual(suffix.utf8), let base = FileName(bytes: bytes.dropLast(ending.count)) {
                return base
            }
        }
        return nil
    }
}
