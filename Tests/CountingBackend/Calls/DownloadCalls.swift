// Results, from `output.url` and from the fallback address, whole or from where a download ended (PROTOCOL 4).

import Synchronization

extension RequestRun {
    func download(isFallback: Bool) -> Answer {
        let (id, settings) = (facts.render ?? "", server.settings)
        guard let render = server.world.withLock({ $0.renders[id] }), render.status(settings) == .completed,
            !isFallback || render.token == token
        else { return isFallback ? Self.renderNotFound : Answer(status: 404, type: "text/xml", text: "<Error/>") }
        guard isFallback || head.target.contains("signature=") else {
            return Answer(status: 403, type: "text/xml", text: "<Error><Code>AccessDenied</Code></Error>")
        }
        let answer = file(MarkedClip.bytes(of: server.clip, render: id), isRanged: settings.servesRanges)
        let served = ServedDownload(
            exchange: number, id: id, offset: offset ?? 0, isFallback: isFallback,
            bytes: answer.status < 300 ? answer.body.count : 0)
        keeper.update { $0.downloads.append(served) }
        return answer
    }

    /// The first byte that is asked for.
    private var offset: Int? {
        guard let range = head.value(of: "range"), range.hasPrefix("bytes=") else { return nil }
        return Int(range.dropFirst(6).prefix { $0 != "-" })
    }

    private func file(_ whole: [UInt8], isRanged: Bool) -> Answer {
        var bytes = whole
        var ignoresRange = !isRanged
        var shift = 0
        for case .file(let fault) in effects {
            switch fault {
            case .truncated(let count): bytes = Array(bytes.prefix(count))
            case .corrupt(let start):
                for index in bytes.indices.dropFirst(start) { bytes[index] = UInt8(truncatingIfNeeded: index &* 151) }
            case .rangeIgnored: ignoresRange = true
            case .rangeShifted(let count): shift = count
            }
        }
        var headers = [("content-type", "video/mp4"), ("etag", "\"\(Checksum(of: whole))\"")]
        if isRanged { headers.append(("accept-ranges", "bytes")) }
        let condition = head.value(of: "if-range")
        let isSame = condition.map { $0 == "\"\(Checksum(of: whole))\"" } ?? true
        guard let offset, !ignoresRange, isSame else { return Answer(headers: headers, body: bytes) }
        let start = offset + shift
        guard start < bytes.count else {
            return Answer(status: 416, headers: [("content-range", "bytes */\(bytes.count)")])
        }
        headers.append(("content-range", "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"))
        return Answer(status: 206, headers: headers, body: Array(bytes[start...]))
    }
}
