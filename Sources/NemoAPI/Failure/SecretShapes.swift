// What secrets look like, for those that nobody told of. One pass by hand: a server can write texts over which a regular
// expression takes hours.

/// Hides what looks like a token of the backend's (`nmv_…`, `clm_…`), what follows `Bearer`, and the queries of web
/// addresses, where signatures stand.
struct SecretShapes {
    private let scalars: [Unicode.Scalar]
    private let mark: String
    private var offset = 0
    private var shown = String.UnicodeScalarView()
    private var isInAddress = false

    static func hidden(in text: String, by mark: String) -> String {
        var shapes = SecretShapes(scalars: Array(text.unicodeScalars), mark: mark)
        while shapes.offset < shapes.scalars.count { shapes.step() }
        return String(shapes.shown)
    }

    private init(scalars: [Unicode.Scalar], mark: String) { (self.scalars, self.mark) = (scalars, mark) }

    private mutating func step() {
        let scalar = scalars[offset]
        if isNext("nmv_") || isNext("clm_") {
            hide(from: offset + 4) { $0.isOfToken }
        } else if isNext("bearer"), let start = startOfBearer {
            shown += "Bearer ".unicodeScalars
            hide(from: start) { !$0.endsAddress && $0 != "," }
        } else if isInAddress, scalar == "?" {
            shown.append(scalar)
            hide(from: offset + 1) { !$0.endsAddress }
        } else {
            if isNext("http://") || isNext("https://") { isInAddress = true }
            if scalar.endsAddress { isInAddress = false }
            shown.append(scalar)
            offset += 1
        }
    }

    /// Shows the mark in place of what is at the offset, up to the first code point from `start` on that does not
    /// belong to it.
    private mutating func hide(from start: Int, while belongs: (Unicode.Scalar) -> Bool) {
        shown += mark.unicodeScalars
        offset = scalars[start...].firstIndex { !belongs($0) } ?? scalars.endIndex
    }

    /// Where the word behind `bearer` and its blanks begins; `nil` without blanks or word.
    private var startOfBearer: Int? {
        let blanks = scalars[(offset + 6)...].prefix { $0.properties.isWhitespace }
        guard !blanks.isEmpty, blanks.endIndex < scalars.endIndex, !scalars[blanks.endIndex].endsAddress else {
            return nil
        }
        return blanks.endIndex
    }

    /// Whether a word of small ASCII letters comes next, in any case.
    private func isNext(_ word: StaticString) -> Bool {
        guard scalars.count - offset >= word.utf8CodeUnitCount else { return false }
        return (0..<word.utf8CodeUnitCount).allSatisfy { index in
            let value = scalars[offset + index].value
            return ((0x41...0x5A).contains(value) ? value | 0x20 : value) == UInt32(word.utf8Start[index])
        }
    }
}

extension Unicode.Scalar {
    fileprivate var endsAddress: Bool { properties.isWhitespace || self == "\"" || self == "<" || self == ">" }

    fileprivate var isOfToken: Bool {
        switch self {
        case "A"..."Z", "a"..."z", "0"..."9", ".", "_", "~", "+", "/", "=", "-": true
        default: false
        }
    }
}
