// Fetching a rendered video into a file (PROTOCOL 4, "download"; FIELD-FACTS 1 and 3).

import JobModel
import NIOHTTP1
import SystemPackage

/// Where a render is fetched from.
package enum DownloadSource: Hashable, Sendable {
    /// The render's `output.url`. Neither the token nor our headers go there.
    case output(String)
    /// The backend's own address for the render, with the usual headers.
    case fallback(RenderID)
}

/// What a download left in its file.
package struct DownloadedBytes: Hashable, Sendable {
    /// How long the file is now.
    package let total: Int64
    /// How many of its bytes came with this download; fewer than `total` when it was resumed.
    package let received: Int64
    /// The media type the server named; nothing is believed of it.
    package let contentType: String?
}

extension NemoClient {
    /// Downloads into a file that the caller has opened for writing, by absolute offsets; syncing is the caller's.
    ///
    /// - Parameters:
    ///   - offset: how much of the file is there already. Only the rest is asked for; a server that sends all of it
    ///     again, or has another file, starts the file over.
    ///   - cap: the most bytes the whole file may have.
    ///   - progress: told how long the file is, and how long it will be where that is known.
    /// - Throws: ``APIFailure``. What has been received until then is in the file, so that its size is the next offset.
    ///   `notFound` means that the address has run out: the render's status names a new one.
    package func download(
        from source: DownloadSource, into file: SystemPackage.FileDescriptor, offset: Int64 = 0, cap: Int64,
        progress: @escaping @Sendable (_ length: Int64, _ expected: Int64?) -> Void = { _, _ in }
    ) async throws(APIFailure) -> DownloadedBytes {
        let sink = DownloadSink(file: file, cap: cap, progress: progress)
        switch source {
        case .output(let url):
            guard let address = FollowableAddress(url, from: settings.api) else {
                throw APIFailure(call: .downloadOutput, kind: .addressRefused, mayHaveReachedServer: false)
            }
            let stranger = Caller(settings: settings, transport: transport, now: now, token: nil)
            let download = Download(caller: stranger, call: .downloadOutput, sink: sink)
            return try await download.run(from: address.text, headers: [:], offset: offset)
        case .fallback(let render):
            return try await authorized(.downloadFallback) { caller throws(APIFailure) in
                let url = settings.api.appending("api", "render", "proxy", render.rawValue, "download")
                let download = Download(caller: caller, call: .downloadFallback, sink: sink)
                return try await download.run(from: url, headers: caller.headers, offset: offset)
            }
        }
    }
}

/// One download, from the first request over redirects to the last byte.
private struct Download {
    /// FIELD-FACTS 1: at most 3.
    private static let redirectLimit = 3

    let caller: Caller
    let call: APICall
    let sink: DownloadSink

    private enum Step: Sendable {
        case finished(DownloadedBytes)
        case redirected(to: String)
        case failed(APIFailure)
    }

    func run(from first: String, headers: HTTPHeaders, offset: Int64) async throws(APIFailure) -> DownloadedBytes {
        var (url, headers, offset) = (first, headers, offset)
        var redirects = 0
        while true {
            switch try await step(url, headers, offset) {
            case .finished(let bytes): return bytes
            case .redirected(let target):
                redirects += 1
                guard redirects <= Self.redirectLimit,
                    let address = FollowableAddress(target, relativeTo: url, from: caller.settings.api)
                else { throw APIFailure(call: call, kind: .addressRefused) }
                (url, headers) = (address.text, [:])
            case .failed(let failure) where failure.status == 416 && offset > 0:
                // What is there does not fit what the server has.
                offset = 0
            case .failed(let failure): throw failure
            }
        }
    }

    private func step(_ url: String, _ headers: HTTPHeaders, _ offset: Int64) async throws(APIFailure) -> Step {
        var request = OutgoingRequest(url: url, headers: headers)
        if offset > 0 { request.headers.add(name: "Range", value: "bytes=\(offset)-") }
        let classification = caller.classification(of: call)
        let sink = sink
        do throws(ExchangeBreak) {
            return try await caller.transport.exchange(request, limits: caller.settings.limits(of: call)) { answer in
                try await Self.take(answer, offset: offset, into: sink, classification)
            }
        } catch {
            throw classification.failure(for: error)
        }
    }

    private static func take(
        _ answer: IncomingAnswer, offset: Int64, into sink: DownloadSink, _ classification: Classification
    ) async throws -> Step {
        let range = ContentRange(answer.headers.first(name: "Content-Range"))
        if (300..<400).contains(answer.status), let target = answer.headers.first(name: "Location") {
            return .redirected(to: target)
        }
        if answer.status == 416, range == .unsatisfied(total: offset) {
            return .finished(DownloadedBytes(total: offset, received: 0, contentType: nil))
        }
        let head = AnswerEvidence(status: answer.status, headers: answer.headers)
        guard (200...299).contains(answer.status), classification.failure(for: head) == nil else {
            let evidence = try await answer.evidence(keeping: 65_536)
            return .failed(classification.failure(for: evidence) ?? evidence.lacking("video", for: classification.call))
        }
        let start: Int64
        var expected = answer.headers.first(name: "Content-Length").flatMap { Int64($0) }
        switch (answer.status, range) {
        case (206, .part(let first, let total)) where first == offset:
            start = offset
            expected = total ?? expected.map { $0 + offset }
        case (206, _): return .failed(head.lacking("part that was asked for", for: classification.call))
        default: start = 0
        }
        if let expected, expected > sink.cap { return .failed(sink.oversized(classification.call)) }
        return try await receive(answer, from: start, expected: expected, into: sink, classification.call)
    }

    private static func receive(
        _ answer: IncomingAnswer, from start: Int64, expected: Int64?, into sink: DownloadSink, _ call: APICall
    ) async throws -> Step {
        var writer = try sink.begin(at: start, expected: expected)
        do {
            try await answer.forEachChunk { try await writer.take($0) }
        } catch {
            // What has come is kept, for the next try to go on from.
            try? await writer.flush()
            if error is DownloadSink.Overflow { return .failed(sink.oversized(call)) }
            throw error
        }
        try await writer.flush()
        if let expected, writer.length != expected {
            return .failed(
                APIFailure(
                    call: call, kind: .unwell(.broken), detail: "\(writer.length) of \(expected) bytes came",
                    status: answer.status))
        }
        return .finished(
            DownloadedBytes(
                total: writer.length, received: writer.length - start,
                contentType: answer.headers.first(name: "Content-Type")))
    }
}
