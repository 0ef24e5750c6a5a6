// The notes that the daemon leaves beside files it cannot take: they come, and go away by themselves (FOLDER-CONTRACT 1).

import Inspection
import JobModel
import Outbox

/// One note in the inbox.
package struct InboxNote: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Below its line an editor may simply write the prompt.
        case waitingForPrompt = " - waiting for a prompt.txt"
        case waitingForVideo = " - waiting for a video.txt"
        case looksIncomplete = " - looks incomplete.txt"
        /// Files that belong together in more than one way.
        case whichBelong = " - which belong together.txt"
        /// A folder, a device, or a file that may not be read.
        case cannotBeTaken = " - cannot be taken.txt"
    }

    package let kind: Kind
    /// What the file or files it is about are called.
    package let stem: FileName
    /// What it says beyond what all of its kind say; one sentence.
    package let detail: String

    package init(_ kind: Kind, of stem: FileName, saying detail: String = "") {
        self.kind = kind
        self.stem = stem
        self.detail = detail
    }

    package var name: FileName { stem.shortened(toFit: kind.rawValue.utf8) }

    /// What a name longer than the longest note allows is cut to, so that a note and its clip still have one stem.
    static func shared(_ stem: FileName) -> FileName {
        FileName(bytes: stem.shortened(toFit: longestSuffix.utf8).bytes.dropLast(longestSuffix.utf8.count)) ?? stem
    }
    private static let longestSuffix = Kind.allCases.map(\.rawValue).max { $0.utf8.count < $1.utf8.count } ?? ""

    static func kindAndStem(of name: FileName) -> (Kind, FileName)? {
        for kind in Kind.allCases {
            if let stem = name.dropping(suffixes: [kind.rawValue]) { return (kind, stem) }
        }
        return nil
    }

    /// The lines, in the ends that every desktop's editor shows as such.
    package var text: String { lines.map { $0 + "\r\n" }.joined() }

    private var lines: [String] {
        switch kind {
        case .waitingForPrompt:
            (detail.isEmpty ? [] : [Self.aside + detail])
                + [Self.askForPrompt, Self.line, ""]
        case .waitingForVideo:
            [
                "There is no clip for this prompt yet. Copy one into this folder under the same name: clip.mp4 goes with "
                    + "clip.prompt.txt.",
                "To go on with a job that is done, call the prompt clip.next.prompt.txt instead, with its clip's name.",
                Self.goesAway,
            ]
        case .looksIncomplete:
            [
                detail,
                "While it is still being copied, nothing needs to be done. If the copy has stopped, copy it again.",
                Self.goesAway,
            ]
        case .whichBelong:
            [
                detail, "Rename them so that each prompt has exactly the name of its clip, or remove one.",
                Self.goesAway,
            ]
        case .cannotBeTaken: [detail, Self.goesAway]
        }
    }

    private static let askForPrompt =
        "This clip has no prompt yet. Write below the line what should be done with it, and save."
    private static let line = "________________________________________"
    private static let aside = "The folder's _default.prompt.txt is not used: "
    private static let goesAway = "This note goes away by itself."

    /// What an editor has written into a note that asks for a prompt, wherever in it.
    /// - Returns: `nil` when that is nothing.
    static func promptWritten(in text: PromptText) -> PromptText? {
        text.leavingOut { line in
            if line.hasPrefix(aside) { return "" }
            for own in [askForPrompt, Self.line] where line.hasPrefix(own) { return line.dropFirst(own.count) }
            return line
        }
    }

    /// Whether a note that is not to be written into is as the daemon left it.
    static func isUntouched(_ text: String) -> Bool {
        text.hasSuffix(goesAway + "\r\n") && (2...3).contains(text.split(separator: "\r\n").count)
    }
}
