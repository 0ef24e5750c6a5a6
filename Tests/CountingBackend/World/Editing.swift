// A session: what was uploaded to it, its timeline, and the draft's text, which must come back byte for byte.

/// A session and its timeline.
struct Editing: Sendable {
    let id: String
    let task: String
    let user: String
    var isForgotten = false
    var media: [String] = []
    /// The names of the segments, one for each edit; a second each.
    private(set) var segments: [String] = []
    private(set) var titles: [String] = []
    private(set) var generated: [String] = []
    /// The drafts that the state gave, the newest last.
    var drafts: [[UInt8]] = []

    /// Makes the timeline longer by a segment named after the message, with a title where the message quotes one.
    mutating func edit(_ text: String) {
        segments.append(String(text.prefix(24)))
        let quoted = text.split(separator: "\"", omittingEmptySubsequences: false)
        if quoted.count >= 3 { titles.append(String(quoted[1])) }
        if text.contains("[generate]") { generated.append("generated \(generated.count + 1)") }
    }

    /// The draft as JSON text; `nil` before the first edit.
    ///
    /// Its numbers, blanks and escapes are such that no JSON library gives them back unchanged.
    var draft: String? {
        guard !segments.isEmpty else { return nil }
        let first = Int64.max - 4096
        let video = segments.enumerated().map { index, name in
            "{\"id\":\(first + Int64(index)),\"d\":1000,\"s\":1.0000000000000000\(index),"
                + "\"m\":{\"name\":\(RawJSON.quote(name)),\"volume\": 0.350}}"
        }
        var tracks = ["{\"tt\":0, \"sg\":[\(video.joined(separator: ","))],\"m\":{\"name\":\"caf\\u00e9 \\/ main\"}}"]
        for title in titles {
            tracks.append("{\"tt\":7,\"sg\":[{\"d\":3000,\"m\":{\"text\":\(RawJSON.quote(title))}}],\"m\":{}}")
        }
        return "{\"z\":1,\"fps\":29.970029970029970029970,\"tiny\":1.50e-10,\"d\":\(segments.count * 1000),"
            + "\"big\":9223372036854775807,\"neg\":-9223372036854775808,\"clip\":\"\\ud83c\\udfac\",\n"
            + " \"t\" : [\(tracks.joined(separator: " , "))],\"a\":[ ],\"z2\":{\"k\":-0.0}}"
    }
}
