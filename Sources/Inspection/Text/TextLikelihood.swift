// Weighs a reading of a text: how likely its characters are, and how likely beside each other.

enum TextLikelihood {
    /// How unlikely a text is in a writing system, in bits.
    /// - Parameter areFirstLevel: of each character, whether its encoding's standard counts it among the common ones.
    static func bits(
        of text: [Unicode.Scalar], areFirstLevel: [Bool], as system: WritingSystem
    ) -> Double {
        var bits = surprise(ofASCIILetters: text.count(where: \.isASCIILetter), beside: system.kind)
        for (index, scalar) in text.enumerated() {
            guard !scalar.isASCII else {
                bits += asciiBits(scalar)
                continue
            }
            bits += system.bits(of: scalar, isFirstLevel: areFirstLevel[index])
            let place = Place(
                before: index > 1 ? text[index - 2] : " ", previous: index > 0 ? text[index - 1] : " ",
                scalar: scalar, next: index + 1 < text.count ? text[index + 1] : " ")
            switch system.kind {
            case .eastAsian: bits += place.surpriseInEastAsian(spacesAreUsual: system == .korean)
            case .latin: bits += place.surpriseAmongLetters(isLatin: true) + place.surpriseInLatin
            case .ownAlphabet: bits += place.surpriseAmongLetters(isLatin: false) + place.surpriseBesideASCII * 5
            }
        }
        return bits
    }

    private static func asciiBits(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case " ", "\n": 3
        case "a"..."z": 4.5
        case "0"..."9": 5
        default: scalar.isASCIILetter ? 6 : "@[\\]^_`{|}~".unicodeScalars.contains(scalar) ? 10 : 7
        }
    }

    /// Beyond this it is no text, in bits; most text needs less than half of it.
    static func mostBits(for text: String) -> Double {
        24 + text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 7 : $1.value < 0x1000 ? 10 : 15) }
    }

    /// Words in ASCII letters are at home in Latin text, and now and then in others.
    private static func surprise(ofASCIILetters count: Int, beside kind: WritingSystem.Kind) -> Double {
        switch kind {
        case .latin: 0
        case .ownAlphabet: min(8, 0.4 * Double(count))
        case .eastAsian: min(3, 0.2 * Double(count))
        }
    }

    /// A character above ASCII and what stands around it. Each surprise is in bits.
    private struct Place {
        let before: Unicode.Scalar
        let previous: Unicode.Scalar
        let scalar: Unicode.Scalar
        let next: Unicode.Scalar

        private var neighbours: [Unicode.Scalar] { [previous, next] }

        /// How many of its neighbours are ASCII letters.
        var surpriseBesideASCII: Double { Double(neighbours.count(where: \.isASCIILetter)) }

        /// Capitals in the middle of words, and digits and signs where letters belong.
        func surpriseAmongLetters(isLatin: Bool) -> Double {
            var bits = 4 * Double(neighbours.count { "@[\\]^_`{|}~".unicodeScalars.contains($0) })
            if scalar.isLetter { bits += 3 * Double(neighbours.count(where: \.isDigit)) }
            if !scalar.isLetter {
                guard !Self.quotes.contains(scalar) else { return bits }
                bits += 3 * Double(neighbours.count { $0.isLetter || !$0.isASCII && !Self.quotes.contains($0) })
            } else if scalar.isCapital {
                if previous.isSmall {
                    bits += 6
                } else if !isLatin {
                    bits += previous.isCapital ? 0.5 : 3
                }
            } else if scalar.isSmall, previous.isCapital, before.isLetter {
                bits += 3
            }
            return bits
        }

        /// Letters with marks stand one by one among plain ones.
        var surpriseInLatin: Double {
            guard scalar.isLetter else { return 0 }
            var bits = previous.isLetter && !previous.isASCII ? 4.0 : 0
            if !previous.isLetter, !next.isLetter, !Self.words.contains(scalar) { bits += 2 }
            return bits
        }

        func surpriseInEastAsian(spacesAreUsual: Bool) -> Double {
            var bits = scalar.isNarrowKana && !previous.isNarrowKana ? 6.0 : 0
            if !WritingSystem.eastAsianMarks.unicodeScalars.contains(scalar) {
                bits += 4 * Double(neighbours.count { $0.isASCII && $0.isSmall })
            }
            if !spacesAreUsual, previous == " ", before.value >= 0x2E80 { bits += 3 }
            return bits
        }

        private static let quotes = Set("’'“”«»„‘…".unicodeScalars)
        /// Words of one letter, and what is written before or after numbers.
        private static let words = Set("àèéóòìíÀÈÉÓåöÅÖ".unicodeScalars)
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIILetter: Bool { isASCII && properties.isAlphabetic }
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
    fileprivate var isLetter: Bool { properties.isAlphabetic }
    fileprivate var isCapital: Bool { properties.isUppercase }
    fileprivate var isSmall: Bool { properties.isLowercase }
    fileprivate var isNarrowKana: Bool { (0xFF61...0xFF9F).contains(value) }
}
