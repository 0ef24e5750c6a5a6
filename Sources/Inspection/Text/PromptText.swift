// What an editor wrote into a prompt file, in whatever encoding their program saved it (FOLDER-CONTRACT 1).

package import JobModel

/// The text of a prompt: LF line ends, no blanks around it, never empty.
package struct PromptText: Hashable, Sendable {
    package let text: String
    /// The name of the encoding it was saved in, as iconv knows it: `UTF-8`, `GB18030`…
    package let encoding: String

    /// Bytes a prompt file may have.
    package static let sizeLimit = 64 << 10

    /// What the bytes of a prompt file turn out to be.
    package enum Reading: Hashable, Sendable {
        case text(PromptText)
        /// Nothing written yet.
        case notYet
        case refused(PromptProblem)
    }

    /// Decodes a prompt file.
    /// - Parameter bytes: all of it, or at least one byte more than ``sizeLimit``.
    package static func reading(of bytes: [UInt8]) -> Reading {
        guard bytes.count <= sizeLimit else { return .refused(.tooLong) }
        guard let decoded = TextEncoding.decode(bytes) else {
            return .refused(TextEncoding.holdsControlCharacters(bytes) ? .binary : .unknownEncoding)
        }
        guard !decoded.text.unicodeScalars.contains(where: \.isControlOutsideText) else { return .refused(.binary) }
        let prompt = PromptText(text: trimmed(withLineFeeds(decoded.text)), encoding: decoded.encoding)
        return prompt.steps.isEmpty ? .notYet : .text(prompt)
    }

    /// The parts between lines of `---`, in order, without blanks around them; empty parts are left out.
    package var steps: [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .split { Self.trimmed(String($0)) == "---" }
            .map { Self.trimmed($0.joined(separator: "\n")) }
            .filter { !$0.isEmpty }
    }

    /// The text with each of its lines replaced by what is left of it, blanks around the whole dropped.
    /// - Returns: `nil` when nothing is left.
    package func leavingOut(_ rest: (Substring) -> Substring) -> PromptText? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(rest)
        let left = PromptText(text: Self.trimmed(lines.joined(separator: "\n")), encoding: encoding)
        return left.steps.isEmpty ? nil : left
    }

    /// Works on code points: to Swift, CRLF is one character.
    private static func withLineFeeds(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var follows = false
        for scalar in text.unicodeScalars {
            if scalar == "\n" && follows {
                follows = false
                continue
            }
            follows = scalar == "\r"
            result.append(follows ? "\n" : scalar)
        }
        return String(result)
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isBlank }),
            let last = scalars.lastIndex(where: { !$0.isBlank })
        else { return "" }
        return String(scalars[first...last])
    }
}

extension Unicode.Scalar {
    /// White space, or the mark some programs put at the start of a file (U+FEFF) or at its end (Ctrl-Z).
    fileprivate var isBlank: Bool { properties.isWhitespace || value == 0xFEFF || value == 0x1A || value == 0x200B }

    /// A control character no text editor writes into a text.
    fileprivate var isControlOutsideText: Bool {
        properties.generalCategory == .control && !properties.isWhitespace && value != 0x1A
    }
}

/// Why a prompt file cannot be read as text.
package enum PromptProblem: Hashable, Sendable, CaseIterable {
    case tooLong
    case binary
    case unknownEncoding

    package var failure: Failure {
        switch self {
        case .tooLong:
            Failure(
                .promptTooLong, "The prompt is longer than 64 KB.",
                remedy: "Shorten the prompt and drop it again with the clip.")
        case .binary:
            Failure(
                .promptNotText, "The prompt is not a plain text file.",
                remedy: "Save it as plain text (.txt), not as a document, and drop it again with the clip.")
        case .unknownEncoding:
            Failure(
                .promptNotText, "The prompt is in an encoding that could not be recognised.",
                remedy: "Save it as plain text in UTF-8 and drop it again with the clip.")
        }
    }
}

extension Failure.Code {
    package static let promptTooLong = Failure.Code("prompt-too-long")
    package static let promptNotText = Failure.Code("prompt-not-text")
}
