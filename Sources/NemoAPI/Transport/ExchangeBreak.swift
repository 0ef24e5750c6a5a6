// Why a request brought no whole answer, and whether it can have reached the server.

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import SystemPackage

/// An exchange that did not come to its end.
struct ExchangeBreak: Error, Hashable, Sendable {
    enum Reason: Hashable, Sendable {
        /// No connection: refused, unreachable, no such host, no TLS.
        case notConnected(String)
        /// The connection broke, before or within the answer.
        case broken(String)
        case limit(ReachedLimit)
        /// The answer was no HTTP.
        case notHTTP
        /// Whoever asked for it no longer wants it.
        case cancelled
        /// The client has been shut down.
        case shutDown
        /// The request itself cannot be made: a bad address or header.
        case unsendable(String)
        /// The file to be sent could not be read to its end.
        case source(UploadSourceError)
        /// The file to be written to could not be.
        case sink(Errno)
    }

    let reason: Reason
    /// `false` only when it is certain that the server has not got the request.
    let mayHaveReachedServer: Bool

    init(reason: Reason, mayHaveReachedServer: Bool) {
        self.reason = reason
        self.mayHaveReachedServer = mayHaveReachedServer
    }

    /// - Parameters:
    ///   - bodyBegun: whether the body has begun to leave; `nil` where no record is kept, and only the error can tell.
    ///   - isCancelled: whether the task was cancelled, which shows in errors of many kinds.
    init(_ error: any Error, bodyBegun: Bool?, isCancelled: Bool) {
        let reason = Reason(error, isCancelled: isCancelled)
        self.init(
            reason: reason.settled(bodyBegun: bodyBegun), mayHaveReachedServer: bodyBegun ?? reason.canBeAfterSending)
    }
}

extension ExchangeBreak.Reason {
    init(_ error: any Error, isCancelled: Bool) {
        switch error {
        case let limit as ReachedLimit: self = .limit(limit)
        case EventStreamError.eventTooLarge(let limit): self = .limit(.bytes(limit))
        case let source as UploadSourceError: self = .source(source)
        case let errno as Errno: self = .sink(errno)
        case _ where isCancelled: self = .cancelled
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError: self = .init(error)
        case let error as NIOConnectionError: self = .notConnected(Self.words(for: error))
        case ChannelError.connectTimeout: self = .notConnected("the connection timed out")
        case let error as IOError: self = .init(error)
        case HTTPParserError.invalidEOFState: self = .broken("the connection was closed within the answer")
        case is HTTPParserError: self = .notHTTP
        case _ where Self.isTLS(error): self = .notConnected("no secure connection (\(Self.briefly(error)))")
        default: self = .broken(Self.briefly(error))
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .cancelled: self = .cancelled
        case .alreadyShutdown: self = .shutDown
        case .connectTimeout, .getConnectionFromPoolTimeout: self = .notConnected("the connection timed out")
        case .tlsHandshakeTimeout: self = .notConnected("the secure connection timed out")
        case .remoteConnectionClosed: self = .broken("the connection was closed")
        case .invalidURL, .emptyHost, .emptyScheme, .bodyLengthMismatch, .requestStreamCancelled:
            self = .unsendable(error.shortDescription)
        default: self = .broken(error.shortDescription)
        }
    }

    private init(_ error: IOError) {
        let errno = Errno(rawValue: error.errnoCode)
        switch errno {
        case .connectionRefused, .noRouteToHost, .networkUnreachable, .addressNotAvailable:
            self = .notConnected(errno.description.lowercased())
        default: self = .broken(errno.description.lowercased())
        }
    }

    /// A break that could have happened at any time happened before the request when its body was never asked for.
    fileprivate func settled(bodyBegun: Bool?) -> Self {
        guard bodyBegun == false, case .broken(let words) = self else { return self }
        return .notConnected(words)
    }

    fileprivate var canBeAfterSending: Bool {
        switch self {
        case .notConnected, .shutDown, .unsendable: false
        default: true
        }
    }

    private static func words(for error: NIOConnectionError) -> String {
        if let attempt = error.connectionErrors.first {
            if let error = attempt.error as? IOError {
                return Errno(rawValue: error.errnoCode).description.lowercased()
            }
            return "the connection timed out"
        }
        return "no such host"
    }

    private static func isTLS(_ error: any Error) -> Bool { String(reflecting: type(of: error)).contains("SSL") }

    /// What an error calls itself, cut short: some carry whole configurations along.
    private static func briefly(_ error: any Error) -> String { String(String(describing: error).prefix(120)) }
}
