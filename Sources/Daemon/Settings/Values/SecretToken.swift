// The backend's token, wrapped so that nothing prints it by accident.

/// A token. Every way Swift has of turning a value into text (interpolation, `dump`, a debugger, a reflected
/// description of the settings around it) shows a placeholder; only ``reveal()`` gives the text.
package struct SecretToken: Hashable, Sendable {
    private let text: String

    /// - Returns: `nil` unless the text, without blanks around it, is 1 to 4096 characters of visible ASCII, which is
    ///   all that fits a header.
    package init?(_ text: some StringProtocol) {
        let trimmed = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        let token = String(trimmed)
        guard (1...4096).contains(token.utf8.count), token.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            return nil
        }
        self.text = token
    }

    /// The token itself: for the `Authorization` header and nothing else.
    package func reveal() -> String { text }
}

extension SecretToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "(a token)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
