// Everything a route needs, put together once.

import Foundation
import Hummingbird
import Logging

/// The parts of the backend, shared by all routes.
struct Backend: Sendable {
    let settings: LocalBackendSettings
    let surroundings: Surroundings
    let layout: StorageLayout
    let accounts: AccountBook
    let sessions: SessionShelf
    let renders: RenderShelf
    let queue: RenderQueue
    let desk: MessageDesk
    let probe: MediaProbe
    let addresses: SignedAddresses
    let faults: FaultBoard
    let logger: Logger

    /// Reads the storage folder and looks for ffmpeg.
    /// - Throws: ``ToolFailure`` when a program is missing; a file or decoding error when the storage is unusable.
    init(
        settings: LocalBackendSettings, faults: FaultBoard, surroundings: Surroundings, address: BoundAddress,
        logger: Logger
    ) async throws {
        self.settings = settings
        self.surroundings = surroundings
        self.faults = faults
        self.logger = logger
        let tools = try await VideoTools(ffmpeg: settings.ffmpeg, ffprobe: settings.ffprobe)
        // Absolute, so that no part of it can look like an option or a protocol to ffmpeg.
        layout = StorageLayout(root: URL(filePath: settings.storage).absoluteURL.path(percentEncoded: false))
        try DurableFile.makeFolder(layout.root)
        accounts = try AccountBook(settings: settings, surroundings: surroundings, layout: layout)
        sessions = try SessionShelf(layout: layout, surroundings: surroundings)
        renders = try RenderShelf(layout: layout)
        queue = RenderQueue(renders: renders, sessions: sessions, layout: layout, tools: tools, logger: logger)
        desk = MessageDesk(
            sessions: sessions, faults: faults, settings: settings, surroundings: surroundings, logger: logger)
        probe = MediaProbe(tools: tools)
        addresses = SignedAddresses(address: address, surroundings: surroundings)
    }

    var router: Router<BackendContext> {
        let router = Router(context: BackendContext.self)
        AccountRoutes(backend: self).add(to: router)
        SessionRoutes(backend: self).add(to: router)
        UploadRoutes(backend: self).add(to: router)
        MessageRoutes(backend: self).add(to: router)
        ExportRoutes(backend: self).add(to: router)
        DownloadRoutes(backend: self).add(to: router)
        if settings.faultsAreReachable { FaultRoutes(board: faults, accounts: accounts).add(to: router) }
        return router
    }

    /// Answers a call, with the fault script around it. Whatever is thrown becomes an answer.
    func answer(
        _ call: BackendCall, _ context: BackendContext,
        work: (Fault.Effect?) async throws -> Response
    ) async throws -> Response {
        try await FaultyAnswer(board: faults, clock: surroundings.clock).to(call, context) { effect in
            do { return try await work(effect) } catch let error where !(error is Refusal) {
                logger.error("Call failed", metadata: ["call": "\(call.rawValue)", "reason": "\(error)"])
                throw Refusal.broken
            }
        }
    }

    /// The account behind the request's bearer token.
    func account(of request: Request) async throws -> Account {
        let scheme = "Bearer "
        guard let header = request.headers[.authorization], header.hasPrefix(scheme) else { throw Refusal.badToken }
        return try await accounts.account(for: String(header.dropFirst(scheme.count)))
    }

    /// The request's JSON body.
    /// - Throws: ``Refusal`` when it is larger than `limit` bytes or not what is expected.
    func json<Body: Decodable>(_ type: Body.Type, of request: Request, limit: Int) async throws -> (Body, [UInt8]) {
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= limit else {
                throw Refusal(status: 413, code: 413, message: "the request is larger than \(limit) bytes")
            }
            bytes += buffer.readableBytesView
        }
        do {
            return (try JSONDecoder().decode(type, from: Data(bytes)), bytes)
        } catch {
            throw Refusal.badRequest("the body is not the JSON this call takes")
        }
    }
}

/// Names of headers, which Hummingbird does not export by itself.
typealias HeaderName = HTTPFields.Element.Name

extension HTTPFields {
    /// The value of a header by its name; `nil` when it is absent or empty.
    func value(of name: String) -> String? {
        guard let name = HeaderName(name), let value = self[name], !value.isEmpty else { return nil }
        return value
    }
}
