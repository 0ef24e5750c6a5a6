// The fault script and the counts over HTTP, for tests that run the server as another process.

import Foundation
import Hummingbird

/// `POST /_faults` with a JSON list of ``Fault``s puts it in force, `DELETE /_faults` ends it, `GET /_counts` tells what
/// was received. `POST /_credits` with `{"token":…,"credits":…}` sets what an account has, `POST /_expire` with
/// `{"token":…}` makes a token invalid. Only there when ``LocalBackendSettings/faultsAreReachable`` says so.
struct FaultRoutes: Sendable {
    let board: FaultBoard
    let accounts: AccountBook

    func add(to router: Router<BackendContext>) {
        router.post("/_faults") { request, _ in
            let body = try await request.body.collect(upTo: 1_000_000)
            guard let faults = try? JSONDecoder().decode([Fault].self, from: Data(body.readableBytesView)) else {
                return Refusal.badRequest("not a list of faults").response
            }
            board.set(faults)
            return Response(status: .noContent)
        }
        router.delete("/_faults") { _, _ in
            board.set([])
            return Response(status: .noContent)
        }
        router.post("/_credits") { request, _ in
            let wanted = try await body(Wanted.self, of: request)
            try await accounts.setCredits(wanted.credits ?? 0, ofToken: wanted.token)
            return Response(status: .noContent)
        }
        router.post("/_expire") { request, _ in
            try await accounts.expire(token: try await body(Wanted.self, of: request).token)
            return Response(status: .noContent)
        }
        router.get("/_counts") { _, _ in
            let json = try JSONEncoder().encode(board.counts)
            return Response.text(String(decoding: json, as: UTF8.self), type: "application/json", status: 200)
        }
    }

    private struct Wanted: Decodable {
        var token: String
        var credits: Int?
    }

    private func body<Body: Decodable>(_ type: Body.Type, of request: Request) async throws -> Body {
        let bytes = try await request.body.collect(upTo: 65_536)
        return try JSONDecoder().decode(type, from: Data(bytes.readableBytesView))
    }
}
