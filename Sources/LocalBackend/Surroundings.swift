// Time and chance, passed in so that tests can hold them.

import Foundation

/// What the backend takes from the world around it.
package struct Surroundings: Sendable {
    /// Wall time, for expiry and for stamps in answers.
    package var now: @Sendable () -> Date
    /// Waiting is done with this clock only.
    package var clock: any Clock<Duration>
    /// 64 random bits. Tokens, signatures and ids are made of them.
    package var random: @Sendable () -> UInt64

    package init(
        now: @escaping @Sendable () -> Date, clock: any Clock<Duration>, random: @escaping @Sendable () -> UInt64
    ) {
        self.now = now
        self.clock = clock
        self.random = random
    }

    package static let system = Surroundings(
        now: { Date() }, clock: ContinuousClock(), random: { UInt64.random(in: .min ... .max) })

    /// 32 hexadecimal digits.
    func secret() -> String {
        [random(), random()].map { bits in
            let hex = String(bits, radix: 16)
            return String(repeating: "0", count: 16 - hex.count) + hex
        }.joined()
    }

    /// A positive 64-bit number above 2^53, which a `Double` cannot carry.
    func identifier() -> Int64 { Int64(random() >> 2) | 1 << 61 }

    /// Milliseconds since 1970.
    func stamp() -> Int64 { Int64(now().timeIntervalSince1970 * 1000) }
}
