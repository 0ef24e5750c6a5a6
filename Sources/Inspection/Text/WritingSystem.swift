// How likely a character is in a text, so that of several readings of the same bytes the likeliest can be chosen.

import Glibc

/// A script and the languages written in it, as far as old encodings part them.
enum WritingSystem: CaseIterable {
    case simplifiedChinese, traditionalChinese, japanese, korean
    case westernEuropean, centralEuropean, turkish
    case cyrillic, greek, hebrew, arabic, thai

    /// How its words are built, by which readings are told from nonsense.
    enum Kind {
        /// Characters of two bytes, next to each other.
        case eastAsian
        /// ASCII letters with some others among them.
        case latin
        /// Letters of its own, which do not stand beside ASCII ones.
        case ownAlphabet
    }

    var kind: Kind {
        switch self {
        case .simplifiedChinese, .traditionalChinese, .japanese, .korean: .eastAsian
        case .westernEuropean, .centralEuropean, .turkish: .latin
        case .cyrillic, .greek, .hebrew, .arabic, .thai: .ownAlphabet
        }
    }

    /// How unlikely a character above ASCII is, in bits: the logarithm of one over its share of such characters.
    /// Rough figures do, for wrong readings are wrong by far.
    /// - Parameter isFirstLevel: whether its encoding's standard counts it among the common ones.
    func bits(of scalar: Unicode.Scalar, isFirstLevel: Bool) -> Double {
        if let bits = Self.common[self]?[scalar] { return bits }
        let value = scalar.value
        switch (self, value) {
        case (.simplifiedChinese, 0x4E00...0x9FFF), (.traditionalChinese, 0x4E00...0x9FFF):
            return isFirstLevel ? 13.8 : 22
        case (.japanese, 0x3041...0x3096): return 7
        case (.japanese, 0x30A1...0x30FA): return 8.5
        case (.japanese, 0xFF61...0xFF9F): return 8
        case (.japanese, 0x4E00...0x9FFF): return isFirstLevel ? 14.7 : 21
        case (.korean, 0xAC00...0xD7A3): return isFirstLevel ? 14 : 22
        case (_, 0xFF01...0xFF5E) where kind == .eastAsian: return 10.5
        case (.greek, 0x370...0x3FF): return 8.5
        case (.hebrew, 0x5D0...0x5EA), (.arabic, 0x621...0x6D2), (.thai, 0xE01...0xE5B): return 6
        default: return kind == .eastAsian || value >= 0x2E80 ? 22 : 13
        }
    }

    private static let common: [WritingSystem: [Unicode.Scalar: Double]] = [
        .simplifiedChinese: ranked(FrequentCharacters.simplifiedChinese, share: 0.75).adding(eastAsianMarks, 7),
        .traditionalChinese: ranked(FrequentCharacters.traditionalChinese, share: 0.75).adding(eastAsianMarks, 7),
        .japanese: ranked(FrequentCharacters.japanese, share: 0.2).adding(eastAsianMarks, 7.5),
        .korean: ranked(FrequentCharacters.korean, share: 0.85).adding(eastAsianMarks, 8),
        .westernEuropean: letters(
            ("éàèêçüöäñóáíãõåøæ", 4), ("ßúôâîûïëìòùœ’“”–…«»€°", 5.5),
            ("ÉÀÈÊÇÜÖÄÑÓÁÍÃÕÅØÆÚÔÂÎ¿¡·©®™—‘•„ýÿº\u{A0}ª²³½¼£", 8)),
        .centralEuropean: letters(
            ("áéíóöüäęąłżśěščřžýůőű", 5.5), ("ćńźúďťňçâôăîșțţşŕĺľđß“”’–…„«»€", 7), ("ŁŻŚĆŹŃĘĄÁÉÍÓÖÜŐŰŠČŘŽĚÝÚÄ©®™°§", 9)),
        .turkish: letters(("ığşçöü", 4.5), ("İŞĞÇÖÜâîû’“”–…€", 7)),
        .cyrillic: cyrillicLetters,
        .greek: letters(("αοιετσνηυρπκμλςάέήίόύώωδγχθφβξζψ", 5)),
    ]

    static let eastAsianMarks = "，。！？、：；“”‘’（）《》「」『』…—～·\u{3000}【】〜・ー"

    /// Frequent characters by their rank: a sixth of them makes up half of what they make up together.
    private static func ranked(_ characters: String, share: Double) -> [Unicode.Scalar: Double] {
        let scalars = Array(characters.unicodeScalars)
        let weights = scalars.indices.map { rank in
            rank < scalars.count / 6 ? 3 : rank < scalars.count / 2 ? 1.2 : 0.6
        }
        let total = weights.reduce(0, +)
        let pairs = zip(scalars, weights).map { ($0, -log2(share * $1 / total)) }
        return Dictionary(pairs) { more, _ in more }
    }

    private static func letters(_ groups: (String, Double)...) -> [Unicode.Scalar: Double] {
        groups.reduce(into: [:]) { $0 = $0.adding($1.0, $1.1) }
    }

    private static let cyrillicLetters: [Unicode.Scalar: Double] = {
        let ranked = Array(FrequentCharacters.cyrillic)
        let lower = letters(
            (String(ranked.prefix(8)), 3.6), (String(ranked[8..<20]), 5), (String(ranked[20...]), 7.5),
            ("ъіїєґўњљђјћџ", 8))
        let upper = lower.map { ($0.properties.uppercaseMapping.unicodeScalars.first ?? $0, $1) }
        return lower.merging(upper) { one, _ in one }.adding("«»–—’“”„…№", 6)
    }()
}

extension [Unicode.Scalar: Double] {
    fileprivate func adding(_ characters: String, _ bits: Double) -> Self {
        characters.unicodeScalars.reduce(into: self) { known, scalar in known[scalar] = known[scalar] ?? bits }
    }
}
