// Which call of PROTOCOL 4 a request is, so that rules and counts can speak of calls and not of paths.

import Foundation

/// The calls of the protocol, and two things that are none.
package enum CallKind: String, Sendable, CaseIterable {
    case anonymousToken
    case session
    case claimLink
    /// A file or an address.
    case upload
    case message
    case credits
    case state
    case export
    case renderStatus
    /// From `output.url`, on the other host.
    case download
    /// From the API, with the usual headers.
    case fallbackDownload
    /// A connection on the API's port, before anything was read from it.
    case connection
    /// A request that PROTOCOL does not know.
    case unknown

    /// Every call that a request can be.
    package static let requests = Set(allCases).subtracting([.connection])
    /// Every call that the API's address answers.
    package static let api = requests.subtracting([.download, .unknown])
}

/// A request's call, with what its path names.
struct Route: Sendable {
    let call: CallKind
    /// The session or the render that the path names.
    var name: String?

    /// - Parameter isAPI: whether the request came to the API's port and not to that of the files.
    init(method: String, path: String, isAPI: Bool) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true).map {
            $0.removingPercentEncoding ?? String($0)
        }
        let pattern = [method] + parts
        switch isAPI ? pattern : ["files"] + pattern {
        case ["POST", "api", "auth", "anonymous-token"]: call = .anonymousToken
        case ["POST", "api", "tasks", "me", "with-session", "nemo_agent"]: call = .session
        case ["POST", "api", "auth", "claim-token"]: call = .claimLink
        case ["POST", "run_sse"]: call = .message
        case ["GET", "api", "credits", "balance", "simple"]: call = .credits
        case ["POST", "api", "render", "proxy", "lambda"]: call = .export
        case let all where all.count == 6 && all[..<5] == ["POST", "api", "upload-video", "nemo_agent", "me"]:
            (call, name) = (.upload, all[5])
        case let all where all.count == 7 && all[..<5] == ["GET", "api", "state", "nemo_agent", "me"]:
            (call, name) = all[6] == "latest" ? (.state, all[5]) : (.unknown, nil)
        case let all where all.count == 6 && all[..<5] == ["GET", "api", "render", "proxy", "lambda"]:
            (call, name) = (.renderStatus, all[5])
        case let all where all.count == 6 && all[..<4] == ["GET", "api", "render", "proxy"] && all[5] == "download":
            (call, name) = (.fallbackDownload, all[4])
        case let all where all.count == 4 && all[..<3] == ["files", "GET", "renders"] && all[3].hasSuffix(".mp4"):
            (call, name) = (.download, String(all[3].dropLast(4)))
        default: call = .unknown
        }
    }
}
