// Addresses that open without a token for a while, as those of a content network do.

import Foundation
import Synchronization

/// Signs addresses of files and knows them again. Signatures live in memory: after a restart old addresses are void,
/// as expired ones are, and the next read of a status or state gives new ones.
final class SignedAddresses: Sendable {
    /// How long an address is valid.
    static let lifetime: TimeInterval = 3600
    /// Addresses remembered at once; the oldest go first.
    private static let capacity = 10_000

    private struct Signed {
        var file: String
        var expires: Date
    }
    private struct Contents {
        var files: [String: Signed] = [:]
        var order: [String] = []
    }

    private let contents = Mutex(Contents())
    private let address: BoundAddress
    private let surroundings: Surroundings

    init(address: BoundAddress, surroundings: Surroundings) {
        self.address = address
        self.surroundings = surroundings
    }

    /// - Parameter name: How the address ends; only for people.
    /// - Returns: A whole address with a signature that was never used before.
    func sign(file: String, name: String) async throws -> String {
        let base = try await address.value
        let signature = surroundings.secret()
        let expires = surroundings.now().addingTimeInterval(Self.lifetime)
        contents.withLock { contents in
            contents.files[signature] = Signed(file: file, expires: expires)
            contents.order.append(signature)
            if contents.order.count > Self.capacity { contents.files[contents.order.removeFirst()] = nil }
        }
        return "\(base)/cdn/\(name)?sig=\(signature)&expires=\(Int(expires.timeIntervalSince1970))"
    }

    /// The file behind a signature; `nil` when it is unknown or too old.
    func file(signedBy signature: String) -> String? {
        let now = surroundings.now()
        return contents.withLock { contents in
            guard let signed = contents.files[signature], now < signed.expires else { return nil }
            return signed.file
        }
    }
}
