// Bringing media into a session (PROTOCOL 4, "upload").

import JobModel
import NIOHTTP1
import SystemPackage

/// What the backend says of media it was given; it may say nothing.
package struct UploadedMedia: Hashable, Sendable {
    package let name: String?
    /// Signed and short-lived; not for logs.
    package let url: String?
}

extension NemoClient {
    /// Uploads a file, read from disk as it is sent.
    ///
    /// May be repeated; whether a lost answer meant success shows in the number of `video_infos` (PROTOCOL 10).
    /// - Parameter progress: told how many bytes of the file have been handed to the network. Starts over when the
    ///   upload is repeated with a new token.
    /// - Throws: ``APIFailure``; `fileTooLarge` without asking the backend when it is larger than the settings allow.
    package func upload(
        _ file: UploadFile, to session: SessionID, progress: @escaping @Sendable (_ sent: Int64) -> Void = { _ in }
    ) async throws(APIFailure) -> UploadedMedia {
        guard file.size <= settings.uploadSizeLimit else {
            throw APIFailure(
                call: .upload, kind: .fileTooLarge,
                detail: "it has \(file.size) bytes, and \(settings.uploadSizeLimit) are the limit",
                mayHaveReachedServer: false)
        }
        let body: MultipartFile
        do throws(Errno) {
            body = try MultipartFile(file, boundary: "longtake-" + makeUUID(), progress: progress)
        } catch {
            throw APIFailure(call: .upload, kind: .localFile(error), mayHaveReachedServer: false)
        }
        return try await authorized(.upload) { caller throws(APIFailure) in
            var request = caller.request(.POST, uploadURL(session))
            request.headers.add(name: "Content-Type", value: body.contentType)
            request.body = .file(body)
            return UploadedMedia(try await caller.document(request, for: .upload).data)
        }
    }

    /// Has the backend fetch media from an address.
    /// - Throws: ``APIFailure``
    package func uploadByURL(_ url: String, to session: SessionID) async throws(APIFailure) -> UploadedMedia {
        try await authorized(.upload) { caller throws(APIFailure) in
            let body: JSONValue = ["urls": [.string(url)], "source_type": "url"]
            let request = caller.request(.POST, uploadURL(session), json: body.bytes)
            return UploadedMedia(try await caller.document(request, for: .upload).data)
        }
    }

    private func uploadURL(_ session: SessionID) -> String {
        settings.api.appending("api", "upload-video", "nemo_agent", "me", session.rawValue)
    }
}

extension UploadedMedia {
    /// Takes the first name and address that stand in the answer, or in a list within it.
    fileprivate init(_ data: JSONValue) {
        let lists = ["files", "videos", "items", "urls"].compactMap { data[$0] }
        let places = ([data] + lists).flatMap { $0.elements.isEmpty ? [$0] : $0.elements }
        func first(_ keys: [String]) -> String? {
            keys.lazy.compactMap { key in places.lazy.compactMap { $0[key]?.text }.first }.first
        }
        name = first(["name", "file_name", "filename", "video_name"])
        url = first(["url", "file_url", "video_url"]) ?? data["urls"]?.elements.first?.text
    }
}
