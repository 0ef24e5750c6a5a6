// What the words of a prompt mean, without regard to the language they were written in.

/// One meaningful piece of a prompt. English and Chinese words become the same tokens, so that one grammar serves both.
enum PromptToken: Hashable, Sendable {
    case verb(Verb)
    case mark(Mark)
    /// Seconds. `describes` is true where the time only names a thing: "my 5-second clip", "5秒的视频".
    case time(seconds: Double, describes: Bool)
    /// A number that has no unit of its own: the 2 in "from 2 to 5 seconds".
    case number(Double)
    case quoted(String)
    /// Punctuation or a word that ends one thought and begins the next.
    case boundary
    /// A colon: what follows may be a title without quotation marks.
    case colon
    /// A word that stands between others and changes nothing: "the", "please", "视频".
    case filler
    case other

    enum Verb: Hashable, Sendable {
        case extend, remove, trim, keep, add
        /// make, turn, set: means nothing without a mark such as "longer".
        case make
    }

    enum Mark: Hashable, Sendable {
        case first, last
        case from, to, by, dash, out, only
        case longer, shorter, long, more
        case title, music
        case not, how
    }
}

/// A token and where it stands in the prompt.
struct PlacedToken: Hashable, Sendable {
    var token: PromptToken
    var range: Range<Int>
}
