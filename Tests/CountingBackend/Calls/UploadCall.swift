// Media that come into a session, as a form or by address (PROTOCOL 4).

import Synchronization

extension RequestRun {
    func upload() -> Answer {
        guard server.world.withLock({ $0.session(session, for: token) }) != nil else { return Self.sessionNotFound }
        let uploads = received()
        if uploads.isEmpty { violate(.body, "an upload of nothing") }
        keeper.update { $0.uploads += uploads }
        server.world.withLock { $0[session: session]?.media += uploads.map(\.name) }
        let media = uploads.map { upload in
            "{\"name\":\(RawJSON.quote(upload.name)),\"size\":\(upload.bytes),"
                + "\"url\":\(RawJSON.quote("\(server.filesAddress)/media/x?signature=\(sign())"))}"
        }
        return .envelope(data: media.count == 1 ? media[0] : "[\(media.joined(separator: ","))]")
    }

    private func sign() -> String { server.world.withLock { $0.sign() } }

    private func received() -> [ReceivedUpload] {
        switch body {
        case .form(let form):
            if !form.isComplete { violate(.body, "a form without its end") }
            return form.files.map { file in
                if file.field != "files" || file.name.isEmpty || file.type.isEmpty {
                    violate(
                        .body, "a file in field \"\(file.field)\", named \"\(file.name)\", of type \"\(file.type)\"")
                }
                return ReceivedUpload(
                    exchange: number, session: session, name: file.name, type: file.type, bytes: file.bytes,
                    checksum: file.checksum, address: nil)
            }
        case .json:
            if jsonObject["source_type"] as? String != "url" { violate(.body, "an upload by URL without source_type") }
            return (jsonObject["urls"] as? [String] ?? []).map { address in
                ReceivedUpload(
                    exchange: number, session: session, name: address, type: "url", bytes: 0, checksum: nil,
                    address: address)
            }
        }
    }
}
