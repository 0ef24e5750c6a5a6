// Hands out results and media: by a signed address without a token, or the usual way.

import Foundation
import Hummingbird

struct DownloadRoutes: Sendable {
    let backend: Backend

    func add(to router: Router<BackendContext>) {
        router.get("/cdn/:name") { request, context in
            try await backend.answer(.download, context) { _ in
                // A signed address is another host's: a token that arrives here has leaked (PROTOCOL 2).
                guard request.headers[.authorization] == nil,
                    request.headers.value(of: "X-Skill-Source") == nil
                else { throw Refusal.badRequest("credentials do not belong here") }
                guard let signature = request.uri.queryParameters["sig"],
                    let file = backend.addresses.file(signedBy: String(signature))
                else { throw Refusal(status: 403, code: 403, message: "the signature is unknown or has expired") }
                return try await send(file, request, context)
            }
        }
        router.get("/api/render/proxy/:id/download") { request, context in
            try await backend.answer(.fallbackDownload, context) { _ in
                let account = try await backend.account(of: request)
                let id = try context.parameters.require("id")
                let render = try await backend.renders.render(id, of: account.id)
                guard render.status == .completed else { throw Refusal.renderNotReady }
                return try await send(backend.layout.renderResult(render.id), request, context)
            }
        }
    }

    private func send(_ file: String, _ request: Request, _ context: BackendContext) async throws -> Response {
        guard let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int else {
            throw Refusal.noFile
        }
        var headers: HTTPFields = [.acceptRanges: "bytes", .contentType: Self.type(of: file)]
        switch ByteRange(request.headers[.range], size: size) {
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(size)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        case .whole:
            return Response(
                status: .ok, headers: headers, body: try await FileIO().loadFile(path: file, context: context))
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(size)"
            return Response(
                status: .partialContent, headers: headers,
                body: try await FileIO().loadFile(path: file, range: range, context: context))
        }
    }

    private static func type(of file: String) -> String {
        let name = URL(filePath: file).pathExtension
        return MediaType.getMediaType(forExtension: name)?.description ?? "application/octet-stream"
    }
}
