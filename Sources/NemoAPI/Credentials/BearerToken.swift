// The token, and the account it stands for.

import Crypto
import JobModel

/// A token that can stand in a header. Does not show itself when printed.
package struct BearerToken: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    let secret: String
    /// Where it came from.
    package let kind: Account.Kind
    /// What may stand in the registration link, when the answer that brought the token named it.
    package let bindID: String?

    /// - Returns: `nil` when the text, without blanks around it, is empty or holds what cannot stand in a header.
    init?(_ text: String, kind: Account.Kind, bindID: String? = nil) {
        let trimmed = text.filter { !$0.isNewline }.trimmingPrefix(while: \.isWhitespace)
        let secret = String(trimmed.reversed().trimmingPrefix(while: \.isWhitespace).reversed())
        guard !secret.isEmpty, secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        self.secret = secret
        self.kind = kind
        self.bindID = bindID
    }

    /// The account's name: the beginning of the token's SHA-256. The token cannot be told from it.
    package var account: AccountID {
        let digest = SHA256.hash(data: Array(secret.utf8))
        return AccountID(digest.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }

    package var description: String { "\(kind) token of \(account)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
