// One byte range of a download (RFC 9110, section 14).

/// What a `Range` header asks of a file.
enum ByteRange: Hashable, Sendable {
    case whole
    case part(ClosedRange<Int>)
    case unsatisfiable

    /// - Parameters:
    ///   - header: `bytes=0-99`, `bytes=100-`, `bytes=-500`. Anything else, several ranges among it, means the whole.
    ///   - size: Bytes in the file.
    init(_ header: String?, size: Int) {
        guard let header, header.hasPrefix("bytes=") else {
            self = .whole
            return
        }
        let ends = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2, !ends[1].contains(",") else {
            self = .whole
            return
        }
        switch (Int(ends[0]), Int(ends[1])) {
        case (let first?, let last?) where first <= last && first >= 0:
            self = first < size ? .part(first...min(last, size - 1)) : .unsatisfiable
        case (let first?, nil) where ends[1].isEmpty && first >= 0:
            self = first < size ? .part(first...size - 1) : .unsatisfiable
        case (nil, let count?) where ends[0].isEmpty:
            self = count > 0 && size > 0 ? .part(max(size - count, 0)...size - 1) : .unsatisfiable
        default: self = .whole
        }
    }
}
