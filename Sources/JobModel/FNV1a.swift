// A hash to search the ledger by: not secret, not seeded, made here because it has to stay the same for years.

/// The 64-bit FNV-1a hash, which is the same in every run of the program.
struct FNV1a {
    private var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Adds a text and where it ends.
    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { add(byte) }
        add(0xff)
    }

    private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }

    var text: String { String(value, radix: 16) }
}
