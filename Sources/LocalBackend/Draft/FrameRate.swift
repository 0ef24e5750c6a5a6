// How many frames a second, as the fraction it is: 30000/1001 is not 29.97.

/// A constant frame rate.
struct FrameRate: Hashable, Sendable {
    var numerator: Int
    var denominator: Int

    /// For stills and for clips that do not say.
    static let usual = FrameRate(numerator: 30, denominator: 1)

    init(numerator: Int, denominator: Int) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Parses `25/1`.
    /// - Returns: `nil` for anything that is not a rate between 1 and 1000 frames a second.
    init?(_ text: String) {
        let parts = text.split(separator: "/").map { Int($0) }
        guard parts.count == 2, let numerator = parts[0], let denominator = parts[1], denominator > 0, numerator > 0,
            (1...1000).contains(Double(numerator) / Double(denominator))
        else { return nil }
        self.init(numerator: numerator, denominator: denominator)
    }

    /// The rate a clip that measures `perSecond` is worked at: a standard rate where one is within half a percent,
    /// else whole frames; never more than 60.
    init(nearest perSecond: Double) {
        let nearest = Self.standard.min { abs($0.perSecond - perSecond) < abs($1.perSecond - perSecond) }
        let near = nearest.flatMap { abs($0.perSecond - perSecond) / $0.perSecond < 0.005 ? $0 : nil }
        let whole = perSecond.isFinite ? min(max(Int(perSecond.rounded()), 1), 60) : 30
        self = near ?? FrameRate(numerator: whole, denominator: 1)
    }

    var perSecond: Double { Double(numerator) / Double(denominator) }

    /// The text ffmpeg and the draft use.
    var text: String { "\(numerator)/\(denominator)" }

    func frames(inSeconds seconds: Double) -> Int { Int((seconds * perSecond).rounded()) }
    func seconds(ofFrames frames: Int) -> Double { Double(frames) / perSecond }
    func milliseconds(ofFrames frames: Int) -> Int { Int((seconds(ofFrames: frames) * 1000).rounded()) }

    private static let standard = [
        (24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (48, 1), (50, 1), (60000, 1001), (60, 1),
    ].map { FrameRate(numerator: $0.0, denominator: $0.1) }
}

extension FrameRate: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let rate = FrameRate(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a frame rate")
        }
        self = rate
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
