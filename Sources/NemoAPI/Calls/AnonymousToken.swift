// A free token for a client id (PROTOCOL 4, "anonymous token").

import NIOHTTP1

extension Caller {
    /// One token per client in seven days; asked for again before that, the backend answers 429.
    func fetchAnonymousToken(clientID: String) async throws(APIFailure) -> TokenKeeper.Fetched {
        var request = request(.POST, settings.api.appending("api", "auth", "anonymous-token"))
        request.headers.add(name: "X-Client-Id", value: clientID)
        let answer = try await document(request, for: .anonymousToken)
        guard let token = answer.data["token"]?.text else { throw answer.lacking("token", for: .anonymousToken) }
        return TokenKeeper.Fetched(token: token, bindID: answer.json?.bindID)
    }
}
