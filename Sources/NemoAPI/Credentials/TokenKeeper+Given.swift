// The token that an operator gave, and whether it is of any use.

import JobModel
import SystemPackage

/// How it stands with a given token.
enum GivenTokenStanding: Hashable, Sendable {
    /// It may work. May become refused, or unreadable.
    case good
    /// The backend refused this one, saved as this file. May become renewed.
    case refused(secret: String, trace: CredentialFolder.FileTrace?)
    /// There is no token in the file. May become renewed.
    case unreadable
    /// There is another one, of which those who wait for it have not been told. May become anything.
    case renewed

    var isTrouble: Bool {
        switch self {
        case .good, .renewed: false
        case .refused, .unreadable: true
        }
    }
}

extension TokenKeeper {
    /// Whether it is worth while to ask ``takeChange()`` from time to time.
    package var isFileWatched: Bool { given != .good && isFromFile }

    /// Looks at the token file.
    /// - Returns: whether a token that can be tried has come in place of one of no use. Says so once.
    package func takeChange() -> Bool {
        _ = try? givenToken()
        guard given == .renewed else { return false }
        given = .good
        return true
    }

    /// - Returns: `nil` when none is given.
    func givenToken(rereading: Bool = false) throws(APIFailure) -> BearerToken? {
        if let given = sources.givenToken, !given.isEmpty {
            guard let token = BearerToken(given, kind: .given) else {
                throw unusable("the given token holds characters that no token has")
            }
            return token
        }
        guard let path = sources.tokenFile else { return nil }
        do throws(APIFailure) {
            let token = try fileToken(at: path, rereading: rereading)
            if case .refused(token.secret, fileToken?.trace) = given { return token }
            if given.isTrouble { given = .renewed }
            return token
        } catch {
            turn(to: .unreadable)
            throw error
        }
    }

    func isRefused(_ token: BearerToken) -> Bool {
        if case .refused(token.secret, _) = given { true } else { false }
    }

    func noteRefused(_ token: BearerToken) {
        turn(to: .refused(secret: token.secret, trace: isFromFile ? fileToken?.trace : nil))
    }

    private var isFromFile: Bool { sources.givenToken?.isEmpty ?? true && sources.tokenFile != nil }

    private func turn(to trouble: GivenTokenStanding) {
        guard given != trouble else { return }
        given = trouble
        if isFromFile { fileTrouble.yield() }
    }

    private func fileToken(at path: String, rereading: Bool) throws(APIFailure) -> BearerToken {
        let trace = CredentialFolder.trace(path)
        if !rereading, let fileToken, fileToken.trace == trace { return fileToken.token }
        let bytes = try onDisk { _ throws(Errno) in try CredentialFolder.readNamed(path) }
        guard let bytes else { throw unusable("the token file is not there") }
        guard let token = BearerToken(String(decoding: bytes, as: UTF8.self), kind: .given) else {
            throw unusable("the token file does not hold a token")
        }
        fileToken = (trace, token)
        return token
    }
}
