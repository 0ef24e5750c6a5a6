// Decides what a dropped file is. Its content decides, not its name: a program renamed `.mp4` is no video
// (FOLDER-CONTRACT 1), and a playlist renamed so must never reach a tool that would follow it (FIELD-FACTS 3).

package import JobModel

package enum ContentVerdict: Hashable, Sendable {
    case media(MediaFormat)
    /// Something else; described in a few words, on one line.
    case foreign(String)
    /// Too short to tell, or begins with zeros, as a copy may while it runs.
    case notYet
}

extension ContentVerdict {
    /// As much as is looked at.
    private static let headSize = 16 << 10
    /// Fewer bytes tell nothing; none of the formats is shorter.
    private static let shortest = 12

    /// - Parameters:
    ///   - source: the file's bytes; only the first are read.
    ///   - claimed: the format its name claims, which decides between formats that share a container, and nothing else.
    package static func verdict(
        on source: any ByteSource, claimed: MediaFormat? = nil, by database: MagicDatabase
    ) throws(ByteSourceError) -> ContentVerdict {
        let head = try source.head(headSize)
        guard head.count >= shortest, head.prefix(32).contains(where: { $0 != 0 }) else { return .notYet }
        if let format = ContentSignature.format(of: head, claimed: claimed) { return .media(format) }
        if let format = format(ofMIMEType: database.mimeType(of: head)) { return .media(format) }
        return .foreign(String(database.description(of: head).prefix(80)).shownOnOneLine)
    }

    /// Formats without a signature at a fixed place are left to libmagic: MPEG audio may begin with tags or frames,
    /// and Matroska's document type may stand anywhere in its header.
    private static func format(ofMIMEType type: String) -> MediaFormat? {
        switch type {
        case "video/x-matroska": .matroska
        case "video/webm": .webm
        case "audio/mpeg": .mp3
        case "audio/x-hx-aac-adts", "audio/aac": .aac
        default: nil
        }
    }

    /// Why a foreign file is refused; `nil` for the other verdicts.
    package var refusal: Failure? {
        guard case .foreign(let description) = self else { return nil }
        return Failure(
            .notMedia, "The file is not a video, picture or sound: it is \(description).",
            remedy: "Drop one of these: \(MediaFormat.acceptedExtensions.joined(separator: ", ")).")
    }
}

extension Failure.Code {
    package static let notMedia = Failure.Code("not-media")
}
