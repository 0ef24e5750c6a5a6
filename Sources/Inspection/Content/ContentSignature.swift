// The accepted formats that say what they are at a fixed place near their start.

enum ContentSignature {
    /// - Parameter head: the first bytes of a file, at least twelve.
    /// - Returns: `nil` when none of the signatures fits.
    static func format(of head: [UInt8], claimed: MediaFormat?) -> MediaFormat? {
        guard head.count >= 12 else { return nil }
        switch (fourCC(head, at: 0), fourCC(head, at: 4)) {
        case (_, "ftyp"):
            return isoFormat(brand: fourCC(head, at: 8), claimed: claimed)
        case (_, "moov"), (_, "mdat"), (_, "wide"), (_, "free"), (_, "skip"), (_, "pnot"):
            // Before `ftyp` was invented QuickTime began with whatever came first.
            return .mov
        case ("RIFF", _), ("RF64", _):
            return riffFormat(kind: fourCC(head, at: 8))
        case (0x1A45_DFA3, _):
            return matroskaFormat(head)
        case (0x8950_4E47, 0x0D0A_1A0A):
            return .png
        case ("GIF8", _):
            return .gif
        case (let start, _) where start.value >> 8 == 0xFFD8FF:
            return .jpeg
        default:
            return nil
        }
    }

    private static func isoFormat(brand: FourCC, claimed: MediaFormat?) -> MediaFormat? {
        if stillBrands.contains(brand) { return nil }
        switch brand {
        case "qt  ": return .mov
        case "M4A ", "M4B ", "M4P ": return .m4a
        default: return claimed == .m4a ? .m4a : .mp4
        }
    }

    private static func riffFormat(kind: FourCC) -> MediaFormat? {
        switch kind {
        case "AVI ": .avi
        case "WAVE": .wav
        case "WEBP": .webp
        default: nil
        }
    }

    /// The document type follows its element's id (0x4282) and length, within the first bytes.
    private static func matroskaFormat(_ head: [UInt8]) -> MediaFormat? {
        let header = head.prefix(64)
        for index in header.indices.dropLast(2) where header[index] == 0x42 && header[index + 1] == 0x82 {
            let name = header[(index + 2)...].dropFirst()
            if name.starts(with: "webm".utf8) { return .webm }
            if name.starts(with: "matroska".utf8) { return .matroska }
        }
        return nil
    }

    private static func fourCC(_ head: [UInt8], at index: Int) -> FourCC {
        FourCC(head[index..<(index + 4)].reduce(0) { $0 << 8 | UInt32($1) })
    }

    /// Brands of pictures (HEIF, AVIF, Canon raw), which share the container of MP4 but are not accepted.
    private static let stillBrands: Set<FourCC> = [
        "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis", "crx ", "jpx ",
    ]
}

extension FourCC: ExpressibleByIntegerLiteral {
    init(integerLiteral value: UInt32) { self.value = value }
}
