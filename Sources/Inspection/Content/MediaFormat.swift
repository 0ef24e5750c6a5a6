// The kinds of files the backend accepts (PROTOCOL 4), and what each is called.

/// An accepted format (FOLDER-CONTRACT 1).
package enum MediaFormat: String, Hashable, Sendable, Codable, CaseIterable {
    case mp4, mov, avi, webm
    case matroska = "mkv"
    case jpeg = "jpg"
    case png, gif, webp, mp3, wav, m4a, aac

    /// The format a name claims.
    /// - Parameter fileExtension: without its dot, in any case.
    /// - Returns: `nil` for an extension that is not accepted.
    package init?(fileExtension: some StringProtocol) {
        let name = fileExtension.lowercased()
        self.init(rawValue: name == "jpeg" ? "jpg" : name)
    }

    /// The accepted extensions, as they are told to people.
    package static let acceptedExtensions = [
        "mp4", "mov", "avi", "webm", "mkv", "jpg", "jpeg", "png", "gif", "webp", "mp3", "wav", "m4a", "aac",
    ]

    package enum Kind: String, Hashable, Sendable, Codable { case video, image, sound }

    package var kind: Kind {
        switch self {
        case .mp4, .mov, .avi, .webm, .matroska: .video
        case .jpeg, .png, .gif, .webp: .image
        case .mp3, .wav, .m4a, .aac: .sound
        }
    }

    /// The media type to upload it with.
    package var mimeType: String {
        switch self {
        case .mp4: "video/mp4"
        case .mov: "video/quicktime"
        case .avi: "video/x-msvideo"
        case .webm: "video/webm"
        case .matroska: "video/x-matroska"
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .gif: "image/gif"
        case .webp: "image/webp"
        case .mp3: "audio/mpeg"
        case .wav: "audio/wav"
        case .m4a: "audio/mp4"
        case .aac: "audio/aac"
        }
    }
}
