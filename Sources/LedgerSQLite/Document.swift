// Values as the ledger keeps them: JSON with sorted keys, so that equal values are equal text.

import Foundation

extension Encodable {
    /// The value as a document.
    func document() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

extension Decodable {
    /// - Throws: a `DecodingError` when the text is no document of such a value.
    init(document: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(document.utf8))
    }
}
