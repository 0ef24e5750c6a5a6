// What a file is by its first bytes, so that a program renamed `.mp4` is refused (PROTOCOL 10, code 4001).

/// The accepted formats (PROTOCOL 4) and their marks.
enum MediaSniff {
    static let acceptedExtensions: Set<String> = [
        "mp4", "mov", "avi", "webm", "mkv", "jpg", "jpeg", "png", "gif", "webp", "mp3", "wav", "m4a", "aac",
    ]

    /// How many bytes ``fileExtension(of:)`` wants to see.
    static let length = 16

    /// The extension that suits the content, or `nil` when it is nothing this backend accepts.
    static func fileExtension(of head: [UInt8]) -> String? {
        func has(_ mark: String, at offset: Int = 0) -> Bool { head.dropFirst(offset).starts(with: mark.utf8) }
        if ["ftyp", "moov", "mdat", "wide", "free", "skip"].contains(where: { has($0, at: 4) }) { return "mp4" }
        if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return "mkv" }
        if has("RIFF") {
            if has("AVI ", at: 8) { return "avi" }
            if has("WAVE", at: 8) { return "wav" }
            if has("WEBP", at: 8) { return "webp" }
            return nil
        }
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "png" }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return "jpg" }
        if has("GIF8") { return "gif" }
        if has("ID3") { return "mp3" }
        guard head.count > 1, head[0] == 0xFF else { return nil }
        // ADTS has layer 0 and twelve sync bits; an MPEG audio frame has a layer.
        if head[1] & 0xF6 == 0xF0 { return "aac" }
        // FF FE begins text in UTF-16; as an MPEG frame it would be layer I, which no MP3 is.
        return head[1] & 0xE0 == 0xE0 && [0x02, 0x04].contains(head[1] & 0x06) ? "mp3" : nil
    }
}
