// The language of `longtake-watch`, read. Its source says what each record means.

import JobModel

/// One record of `longtake-watch`.
enum WatchRecord: Equatable {
    case hello(version: Int)
    case ready(folders: Int)
    case event(FolderEvent)
    /// Events were lost, and what was said to be unwatched is void.
    case overflow
    /// The folder, with all that is below it, is not watched.
    case unwatched(RelativePath)
    case watchedAgain(RelativePath)
    case limitReached(unwatched: Int, limit: Int)
    case rootGone
    case failed(String)

    /// - Parameter bytes: a record without the NUL that ends it.
    /// - Returns: `nil` when it is none.
    init?(_ bytes: some Collection<UInt8>) {
        guard let kind = bytes.first else { return nil }
        let value = bytes.dropFirst()
        let record: WatchRecord? =
            switch Unicode.Scalar(kind) {
            case "H": Self.numbers(value, 1).map { .hello(version: $0[0]) }
            case "R": Self.numbers(value, 1).map { .ready(folders: $0[0]) }
            case "A": RelativePath(bytes: value).map { .event(.appeared($0)) }
            case "C": RelativePath(bytes: value).map { .event(.changed($0)) }
            case "V": RelativePath(bytes: value).map { .event(.vanished($0)) }
            case "S": RelativePath(bytes: value).map { .event(.rescanNeeded(below: $0)) }
            case "O": value.isEmpty ? .overflow : nil
            case "U": RelativePath(bytes: value).map { .unwatched($0) }
            case "W": RelativePath(bytes: value).map { .watchedAgain($0) }
            case "L": Self.numbers(value, 2).map { .limitReached(unwatched: $0[0], limit: $0[1]) }
            case "G": value.isEmpty ? .rootGone : nil
            case "F": .failed(String(decoding: value, as: UTF8.self))
            default: nil
            }
        guard let record else { return nil }
        self = record
    }

    private static func numbers(_ bytes: some Collection<UInt8>, _ count: Int) -> [Int]? {
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        return parts.count == count && numbers.count == count ? numbers : nil
    }
}

/// Puts records together from pieces that are cut anywhere.
struct WatchRecordParser {
    /// What came is no record, so nothing after it can be understood either.
    struct Malformed: Error, Equatable {}

    private var rest: [UInt8] = []

    /// Bytes; no path gets near it.
    private static let longest = 1 << 20

    /// - Returns: the records that are whole by now.
    mutating func read(_ piece: some Collection<UInt8>) throws(Malformed) -> [WatchRecord] {
        var records: [WatchRecord] = []
        for byte in piece {
            guard byte == 0 else {
                rest.append(byte)
                continue
            }
            guard let record = WatchRecord(rest) else { throw Malformed() }
            records.append(record)
            rest.removeAll(keepingCapacity: true)
        }
        guard rest.count <= Self.longest else { throw Malformed() }
        return records
    }
}
