// Where a client did not keep to the protocol.

package struct Violation: Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        /// An attribution header is missing or says what it must not (PROTOCOL 2).
        case attribution
        /// No token where one belongs, or one where none does (PROTOCOL 2).
        case authorization
        case clientID
        case contentType
        case accept
        /// A body that is not what PROTOCOL 4 says.
        case body
        /// A token, attribution or cookie came to the host of `output.url`.
        case strangerTold
        /// A token stood in an address.
        case tokenInURL
        /// The draft came back changed.
        case draftAltered
        /// A message came again whose first coming had not been refused, with no upload in between (PROTOCOL 6).
        case messageRepeated
        /// A second export while one of the same session and token was active (PROTOCOL 4).
        case secondExport
        /// A render id that another session's export had.
        case renderIDReused
        /// A request that is in no row of PROTOCOL 4.
        case unknownCall
        /// Bytes that are not HTTP.
        case malformed
    }

    package let kind: Kind
    package let exchange: Int
    package let detail: String

    package var description: String { "\(kind.rawValue) (request \(exchange)): \(detail)" }
}
