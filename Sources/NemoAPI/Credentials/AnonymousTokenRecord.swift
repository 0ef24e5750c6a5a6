// An anonymous token as it is kept in the state directory.

import JobModel

/// An anonymous token, for whom it was fetched and until when it is valid.
struct AnonymousTokenRecord: Hashable, Sendable {
    /// How long a token is valid (PROTOCOL 4).
    static let lifetime = Duration.seconds(7 * 86_400)

    let token: BearerToken
    let clientID: String
    let expires: Timestamp

    var json: [UInt8] {
        var members: [JSONValue.Member] = [
            .init(key: "token", value: .string(token.secret)), .init(key: "client_id", value: .string(clientID)),
            .init(key: "expires", value: .number(String(expires.milliseconds))),
        ]
        if let bindID = token.bindID { members.append(.init(key: "bind_id", value: .string(bindID))) }
        return JSONValue.object(members).bytes
    }

    init(token: BearerToken, clientID: String, expires: Timestamp) {
        self.token = token
        self.clientID = clientID
        self.expires = expires
    }

    /// - Returns: `nil` when the bytes are no such record; it is then as if there were none.
    init?(json bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes), let text = value["token"]?.text,
            let token = BearerToken(text, kind: .anonymous, bindID: value["bind_id"]?.text),
            let clientID = value["client_id"]?.text, let expires = value["expires"]?.integer
        else { return nil }
        self.init(token: token, clientID: clientID, expires: Timestamp(milliseconds: expires))
    }
}
