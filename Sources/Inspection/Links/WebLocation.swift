// What a link file says: the web address that stands for a clip (FOLDER-CONTRACT 1).

package import JobModel

/// The one address a link file holds.
package struct WebLocation: Hashable, Sendable {
    /// An absolute http or https address: ASCII alone, at most ``lengthLimit`` long, without a name or password.
    package let address: String

    /// Bytes a link file may have.
    package static let sizeLimit = 64 << 10
    /// Characters an address may have.
    package static let lengthLimit = 4000

    /// What the bytes of a link file turn out to be.
    package enum Reading: Hashable, Sendable {
        case location(WebLocation)
        /// Nothing written yet, or not to its end.
        case notYet
        case refused(WebLocationProblem)
    }

    /// Reads a Windows Internet shortcut (`clip.url`), a macOS web location (`clip.webloc`, XML or binary) or a text with
    /// an address in it (`clip.url.txt`). What a file holds tells which it is, not its name.
    /// - Parameter bytes: all of it, or at least one byte more than ``sizeLimit``.
    package static func reading(of bytes: [UInt8]) -> Reading {
        guard bytes.count <= sizeLimit else { return .refused(.tooLarge) }
        // Zeros at the end are room that a copy has made and not filled yet; the last of UTF-16 is one at most.
        guard !bytes.suffix(2).allSatisfy({ $0 == 0 }) else { return .notYet }
        do throws(LinkStop) {
            return .location(WebLocation(address: try WebAddress.checked(link(in: bytes))))
        } catch {
            switch error {
            case .notYet: return .notYet
            case .refused(let problem): return .refused(problem)
            }
        }
    }

    private static func link(in bytes: [UInt8]) throws(LinkStop) -> String {
        if bytes.starts(with: BinaryPropertyList.signature) { return try BinaryPropertyList(bytes).url() }
        guard !beginnings.contains(where: { $0.starts(with: bytes) }) else { throw .notYet }
        let text = try text(of: bytes)
        if text.utf8.first == UInt8(ascii: "<") { return try XMLPropertyList.url(in: text) }
        return InternetShortcut.isShortcut(text) ? try InternetShortcut.url(in: text) : text
    }

    /// Marks of which a part tells nothing.
    private static let beginnings: [[UInt8]] = [
        BinaryPropertyList.signature, [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF],
    ]

    private static func text(of bytes: [UInt8]) throws(LinkStop) -> String {
        let hasMark = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        if hasMark, !bytes.count.isMultiple(of: 2) { throw .notYet }
        guard let decoded = TextEncoding.decode(bytes) else { throw .refused(.notALink) }
        return decoded.text.unicodeScalars[...].trimmed
    }
}

extension Substring.UnicodeScalarView {
    /// Without the blanks around it, and without the marks some programs put at the start of a file or at its end.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isAroundLinks }), let last = lastIndex(where: { !$0.isAroundLinks })
        else { return "" }
        return String(self[first...last])
    }
}

extension Unicode.Scalar {
    fileprivate var isAroundLinks: Bool { properties.isWhitespace || [0xFEFF, 0x200B, 0x1A].contains(value) }
}

/// Ends the reading of a link file with what it turned out to be.
enum LinkStop: Error {
    /// See ``WebLocation/Reading/notYet``.
    case notYet
    case refused(WebLocationProblem)
}

/// Why a link file cannot be used.
package enum WebLocationProblem: Hashable, Sendable, CaseIterable {
    case tooLarge
    case notALink
    case several
    case notWeb
    case withPassword
    case badAddress
    case tooLong

    package var failure: Failure {
        switch self {
        case .tooLarge:
            Failure(
                .linkUnusable, "The link file is larger than 64 KB, which no link is.",
                remedy: "Save the link again, or write the address alone into a text file named like clip.url.txt.")
        case .notALink:
            Failure(
                .linkUnusable, "The file holds no link.",
                remedy: "Save the link again, or write the address alone into a text file named like clip.url.txt.")
        case .several:
            Failure(
                .linkUnusable, "There is more in the file than one address.",
                remedy: "Leave one address in it and nothing else, with %20 for each blank within the address.")
        case .notWeb:
            Failure(
                .linkUnusable, "The link does not lead into the web.",
                remedy: "Use the whole address of the clip, beginning with https://, or drop the clip itself.")
        case .withPassword:
            Failure(
                .linkUnusable, "The link holds a user name or a password, which is not passed on.",
                remedy: "Use a link that opens without them, or drop the clip itself.")
        case .badAddress:
            Failure(
                .linkUnusable, "The link's address makes no sense.",
                remedy: "Copy the address from the browser again, or drop the clip itself.")
        case .tooLong:
            Failure(
                .linkUnusable, "The link's address is longer than 4,000 characters.",
                remedy: "Use a shorter link to the clip, or drop the clip itself.")
        }
    }
}

extension Failure.Code {
    package static let linkUnusable = Failure.Code("link-unusable")
}
