// Tells whether a Matroska or WebM file is whole: its elements' sizes add up, and its last block has arrived
// (FOLDER-CONTRACT 2.2).

struct MatroskaCheck {
    private var reader: ContainerReader
    private var codecs: [UInt64: String] = [:]
    private var lastCluster: Range<Int64>?
    private var lastElement: EBMLElement?
    /// Stays so as long as every length is known: where one is not, a cut may leave no trace.
    private var isProved = true

    static func completeness(_ reader: ContainerReader) throws(ContainerStop) -> Completeness {
        var check = MatroskaCheck(reader: reader)
        return try check.completeness()
    }

    private init(reader: ContainerReader) { self.reader = reader }

    private mutating func completeness() throws(ContainerStop) -> Completeness {
        var offset: Int64 = 0
        var hasSegment = false
        while offset < reader.size {
            reader.part = "outermost part"
            let element = try reader.ebmlElement(at: offset, limit: reader.size)
            switch element.id {
            case MatroskaID.segment:
                hasSegment = true
                offset = try walkSegment(element)
            case MatroskaID.header, MatroskaID.void, MatroskaID.checksum:
                guard let end = element.end else { throw .incomplete(.malformed(part: reader.part)) }
                offset = end
            default:
                throw .incomplete(.malformed(part: reader.part))
            }
        }
        guard hasSegment else { throw .incomplete(.missing(part: "content")) }
        guard let cluster = lastCluster else { throw .incomplete(.missing(part: "first cluster")) }
        try requireLastBlock(in: cluster)
        if let lastElement, let end = lastElement.end, MatroskaID.indexMasters.contains(lastElement.id) {
            reader.part = "index"
            try walkIndex(lastElement.contentStart..<end, depth: 0)
        }
        return isProved ? .whole : .unprovable
    }

    /// - Returns: where the segment ends.
    private mutating func walkSegment(_ segment: EBMLElement) throws(ContainerStop) -> Int64 {
        if segment.end == nil { isProved = false }
        let limit = segment.end ?? reader.size
        var offset = segment.contentStart
        while offset < limit {
            reader.part = "content"
            let element = try reader.ebmlElement(at: offset, limit: limit)
            if segment.end == nil, element.id == MatroskaID.header { return offset }
            if element.end == nil { isProved = false }
            let end: Int64
            switch (element.id, element.end) {
            case (MatroskaID.cluster, let known):
                end = if let known { known } else { try endOfCluster(element, limit: limit) }
                lastCluster = element.contentStart..<end
            case (MatroskaID.tracks, let known?):
                end = known
                try readTracks(element.contentStart..<end)
            case (_, let known?):
                end = known
            case (_, nil):
                throw .incomplete(.malformed(part: reader.part))
            }
            if element.id != MatroskaID.void { try reader.requireNoHole(in: element.start..<end) }
            lastElement = element
            offset = end
        }
        return limit
    }

    /// A cluster of unknown length ends where something begins that cannot be inside it.
    private mutating func endOfCluster(_ cluster: EBMLElement, limit: Int64) throws(ContainerStop) -> Int64 {
        reader.part = "last cluster"
        var offset = cluster.contentStart
        while offset < limit {
            let element = try reader.ebmlElement(at: offset, limit: limit)
            if MatroskaID.ofSegment.contains(element.id) || element.id == MatroskaID.header { return offset }
            guard let end = element.end else { throw .incomplete(.malformed(part: reader.part)) }
            offset = end
        }
        return limit
    }

    private mutating func readTracks(_ range: Range<Int64>) throws(ContainerStop) {
        reader.part = "list of tracks"
        for entry in try reader.ebmlElements(in: range) where entry.id == MatroskaID.trackEntry {
            guard let end = entry.end else { continue }
            var number: UInt64?
            var codec = ""
            for field in try reader.ebmlElements(in: entry.contentStart..<end) {
                guard let fieldEnd = field.end, fieldEnd - field.contentStart <= 64 else { continue }
                let bytes = try reader.bytes(at: field.contentStart, count: Int(fieldEnd - field.contentStart))
                switch field.id {
                case MatroskaID.trackNumber: number = bytes.reduce(0) { $0 << 8 | UInt64($1) }
                case MatroskaID.codec: codec = String(decoding: bytes, as: UTF8.self)
                default: break
                }
            }
            if let number { codecs[number] = codec }
        }
    }

    private mutating func requireLastBlock(in cluster: Range<Int64>) throws(ContainerStop) {
        reader.part = "last cluster"
        var last: EBMLElement?
        var offset = cluster.lowerBound
        while offset < cluster.upperBound {
            let element = try reader.ebmlElement(at: offset, limit: cluster.upperBound)
            guard let end = element.end else { throw .incomplete(.malformed(part: reader.part)) }
            if element.id == MatroskaID.simpleBlock || element.id == MatroskaID.blockGroup { last = element }
            offset = end
        }
        if let group = last, group.id == MatroskaID.blockGroup, let end = group.end {
            last = try reader.ebmlElements(in: group.contentStart..<end).last { $0.id == MatroskaID.block }
        }
        // A cluster without blocks is odd but whole.
        guard let block = last, let end = block.end else { return }
        let (track, length) = try reader.ebmlNumber(at: block.contentStart)
        // Two bytes of time and one of flags stand before the frame.
        let frame = block.contentStart + Int64(length) + 3
        guard frame < end else { return }
        let codec = track.flatMap { codecs[$0] } ?? ""
        let tail = Self.endsInNonZero.contains(codec) ? max(frame, end - 16) : frame
        guard try reader.isZero(tail..<end) else { return }
        if Self.mayBeZeros.contains(where: codec.hasPrefix) {
            isProved = false
        } else {
            throw .incomplete(.zeros(in: "last block"))
        }
    }

    private mutating func walkIndex(_ range: Range<Int64>, depth: Int) throws(ContainerStop) {
        guard depth < 8 else { throw .unprovable }
        var offset = range.lowerBound
        while offset < range.upperBound {
            let element = try reader.ebmlElement(at: offset, limit: range.upperBound)
            guard let end = element.end else { throw .incomplete(.malformed(part: reader.part)) }
            if MatroskaID.indexMasters.contains(element.id) {
                try walkIndex(element.contentStart..<end, depth: depth + 1)
            }
            offset = end
        }
    }

    /// See ``ISOTrack/endsInNonZero``.
    private static let endsInNonZero: Set<String> = ["V_MPEG4/ISO/AVC", "V_MPEGH/ISO/HEVC"]
    private static let mayBeZeros = ["A_PCM/", "V_UNCOMPRESSED", "S_"]
}
