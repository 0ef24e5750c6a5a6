// The web locations of macOS in their readable form: an XML property list. Read by hand, since a library for XML may
// expand entities without end, or fetch what a file names.

/// Walks the markup once and keeps no more than one element's text.
struct XMLPropertyList {
    private static let depthLimit = 64

    private let bytes: [UInt8]
    private var offset = 0
    /// The names of the elements around what is being read.
    private var path: [[UInt8]] = []
    /// What the innermost element has said so far, entities decoded.
    private var characters: [UInt8] = []
    private var key: [UInt8]?
    private var url: String?

    /// The `URL` of the outermost dictionary.
    /// - Throws: `notYet` when the list is not written to its end.
    static func url(in text: String) throws(LinkStop) -> String {
        var list = XMLPropertyList(bytes: Array(text.utf8))
        repeat { try list.step() } while !list.isOver
        guard list.bytes[list.offset...].allSatisfy({ $0 <= 0x20 }), let url = list.url else {
            throw .refused(.notALink)
        }
        return url
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var isOver = false

    private mutating func step() throws(LinkStop) {
        guard offset < bytes.count else { throw .notYet }
        switch bytes[offset] {
        case UInt8(ascii: "<"): try markup()
        case UInt8(ascii: "&"): try entity()
        default:
            characters.append(bytes[offset])
            offset += 1
        }
    }

    private mutating func markup() throws(LinkStop) {
        if skip("<!--") {
            _ = try upTo("-->")
        } else if skip("<![CDATA[") {
            characters += try upTo("]]>")
        } else if skip("<?") {
            _ = try upTo("?>")
        } else if skip("<!") {
            // A document type with declarations of its own could redefine what the text says.
            guard try !tag().contains(UInt8(ascii: "[")) else { throw .refused(.notALink) }
        } else if skip("</") {
            try close(Array(try tag().prefix { $0 > 0x20 }))
        } else {
            offset += 1
            let tag = try tag()
            let name = Array(tag.prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") })
            try open(name)
            if tag.last == UInt8(ascii: "/") { try close(name) }
        }
    }

    private mutating func open(_ name: [UInt8]) throws(LinkStop) {
        path.append(name)
        guard path.count <= Self.depthLimit, path[0].elementsEqual("plist".utf8) else { throw .refused(.notALink) }
        characters = []
    }

    private mutating func close(_ name: [UInt8]) throws(LinkStop) {
        guard path.last == name else { throw .refused(.notALink) }
        if path.count == 3, path[1].elementsEqual("dict".utf8) {
            if name.elementsEqual("key".utf8) {
                key = characters
            } else {
                if name.elementsEqual("string".utf8), key?.elementsEqual("URL".utf8) == true, url == nil {
                    url = String(decoding: characters, as: UTF8.self)
                }
                key = nil
            }
        }
        path.removeLast()
        characters = []
        isOver = path.isEmpty
    }

    private mutating func entity() throws(LinkStop) {
        offset += 1
        let name = String(decoding: try upTo(";").prefix(12), as: UTF8.self)
        guard let scalar = Self.scalar(of: name) else { throw .refused(.notALink) }
        characters += Array(String(scalar).utf8)
    }

    private static func scalar(of name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard name.hasPrefix("#") else { return nil }
            let digits = name.dropFirst()
            let value = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return value.flatMap { Unicode.Scalar($0) }
        }
    }
}

extension XMLPropertyList {
    private mutating func skip(_ text: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard bytes[offset...].starts(with: wanted) else { return false }
        offset += wanted.count
        return true
    }

    /// Moves past the next `end` and gives what stood before it.
    private mutating func upTo(_ end: String) throws(LinkStop) -> ArraySlice<UInt8> {
        let end = Array(end.utf8)
        let start = offset
        while offset < bytes.count {
            if bytes[offset] == end[0], bytes[offset...].starts(with: end) {
                defer { offset += end.count }
                return bytes[start..<offset]
            }
            offset += 1
        }
        throw .notYet
    }

    /// Moves past the `>` that ends a tag and gives what stood before it. One within quotation marks does not count.
    private mutating func tag() throws(LinkStop) -> ArraySlice<UInt8> {
        let start = offset
        var mark: UInt8?
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if let open = mark {
                if byte == open { mark = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                mark = byte
            } else if byte == UInt8(ascii: ">") {
                return bytes[start..<(offset - 1)]
            }
        }
        throw .notYet
    }
}
