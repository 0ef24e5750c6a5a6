// Takes media: streams each file of a form to disk, looks what it is, and puts it on the session's shelf.

import Foundation
import Hummingbird

struct UploadRoutes: Sendable {
    let backend: Backend

    /// Bytes a form may have besides its files.
    private static let allowance = 1_000_000

    func add(to router: Router<BackendContext>) {
        router.post("/api/upload-video/nemo_agent/me/:sid") { request, context in
            try await backend.answer(.upload, context) { _ in
                let account = try await backend.account(of: request)
                let id = try context.parameters.require("sid")
                let session = try await backend.sessions.session(id, of: account.id)
                let type = request.headers[.contentType] ?? ""
                if type.hasPrefix("application/json") { throw Refusal.noFetching }
                guard let boundary = MultipartForm.boundary(inContentType: type) else {
                    throw Refusal.badRequest("the upload is neither a form nor JSON")
                }
                return try await take(request, boundary: boundary, into: session)
            }
        }
    }

    private func take(_ request: Request, boundary: [UInt8], into session: SessionRecord) async throws -> Response {
        let limit = backend.settings.uploadLimit
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > limit + Self.allowance {
            throw Refusal.tooLarge(limit: limit)
        }
        let receiver = UploadReceiver(
            folder: backend.layout.incoming(session.id), limit: limit, surroundings: backend.surroundings)
        do {
            let files = try await receiver.receive(request.body, boundary: boundary)
            guard !files.isEmpty else { throw Refusal.badRequest("the form holds no file") }
            var answers: [JSONValue] = []
            for file in files { answers.append(try await shelve(file, in: session)) }
            return .envelope(["files": .array(answers), "count": .integer(Int64(answers.count))])
        } catch {
            receiver.discard()
            throw error
        }
    }

    private func shelve(_ file: UploadReceiver.File, in session: SessionRecord) async throws -> JSONValue {
        let named = URL(filePath: file.name).pathExtension.lowercased()
        guard MediaSniff.acceptedExtensions.contains(named) else { throw Refusal.unsupported("“.\(named)”.") }
        guard let actual = MediaSniff.fileExtension(of: file.head) else {
            throw Refusal.unsupported("its content is none of the accepted formats.")
        }
        let id = backend.surroundings.identifier()
        var item = MediaItem(
            id: id, name: file.name, fileName: "\(id).\(actual)", kind: .video, bytes: file.bytes)
        do {
            item = try await backend.probe.measure(item, at: file.path)
        } catch is ToolFailure {
            throw Refusal.unsupported("it cannot be read.")
        }
        try await backend.sessions.add(item, from: file.path, to: session.id)
        let address = try await backend.addresses.sign(
            file: backend.layout.media(item, of: session.id), name: item.fileName)
        return [
            "id": .integer(item.id), "name": .string(item.name), "type": .string(item.kind.rawValue),
            "url": .string(address),
        ]
    }
}
