// The web locations of macOS in their compact form: a binary property list. Read by hand, since one string of the
// outermost dictionary is wanted, and Foundation would build all objects, however they are nested, to get there.

/// A `bplist00`: objects, a table of where they begin, and a trailer of 32 bytes that says where the table is
/// (CFBinaryPList.c). All of it is looked up; nothing is followed deeper than the dictionary's own strings.
struct BinaryPropertyList {
    static let signature = Array("bplist00".utf8)
    private static let trailerSize = 32

    private let bytes: [UInt8]
    private let table: Int
    private let offsetWidth: Int
    private let referenceWidth: Int
    private let count: Int
    private let top: Int

    /// - Throws: `notYet` when the trailer does not fit the rest, as in a file that is not written to its end.
    init(_ bytes: [UInt8]) throws(LinkStop) {
        self.bytes = bytes
        let trailer = bytes.count - Self.trailerSize
        guard trailer >= Self.signature.count else { throw .notYet }
        offsetWidth = Int(bytes[trailer + 6])
        referenceWidth = Int(bytes[trailer + 7])
        guard let count = Self.number(in: bytes, at: trailer + 8, width: 8),
            let top = Self.number(in: bytes, at: trailer + 16, width: 8),
            let table = Self.number(in: bytes, at: trailer + 24, width: 8),
            (1...8).contains(offsetWidth), (1...8).contains(referenceWidth),
            table >= Self.signature.count, table <= trailer, top < count, count <= (trailer - table) / offsetWidth
        else { throw .notYet }
        (self.count, self.top, self.table) = (count, top, table)
    }

    /// The `URL` of the outermost dictionary.
    func url() throws(LinkStop) -> String {
        guard let dictionary = object(top), dictionary.kind == 0xD,
            dictionary.length <= (table - dictionary.start) / (2 * referenceWidth)
        else { throw .refused(.notALink) }
        let values = dictionary.start + dictionary.length * referenceWidth
        for index in 0..<dictionary.length {
            guard let key = reference(at: dictionary.start + index * referenceWidth), isURL(key),
                let value = reference(at: values + index * referenceWidth), let text = text(of: value)
            else { continue }
            return text
        }
        throw .refused(.notALink)
    }

    /// An object's marker, taken apart.
    private struct Object {
        /// 0x5 ASCII, 0x6 UTF-16, 0xD dictionary; others are of no interest.
        let kind: UInt8
        /// In characters or entries.
        let length: Int
        /// Where the content begins.
        let start: Int
    }

    private func object(_ index: Int) -> Object? {
        guard index < count,
            let offset = Self.number(in: bytes, at: table + index * offsetWidth, width: offsetWidth),
            offset >= Self.signature.count, offset < table
        else { return nil }
        let (kind, length) = (bytes[offset] >> 4, Int(bytes[offset] & 0x0F))
        guard length == 0x0F else { return Object(kind: kind, length: length, start: offset + 1) }
        // Longer lengths follow as a number of 1, 2, 4 or 8 bytes.
        guard offset + 1 < table, bytes[offset + 1] >> 4 == 0x1, bytes[offset + 1] & 0x0F <= 3 else { return nil }
        let width = 1 << Int(bytes[offset + 1] & 0x0F)
        guard let long = Self.number(in: bytes, at: offset + 2, width: width) else { return nil }
        return Object(kind: kind, length: long, start: offset + 2 + width)
    }

    private func reference(at offset: Int) -> Object? {
        Self.number(in: bytes, at: offset, width: referenceWidth).flatMap(object)
    }

    /// Looks at the length first: a hostile list may have thousands of keys that are all the same long string.
    private func isURL(_ key: Object) -> Bool { key.length == 3 && text(of: key) == "URL" }

    private func text(of object: Object) -> String? {
        guard object.start <= table, object.length <= table - object.start else { return nil }
        switch object.kind {
        case 0x5: return String(validating: bytes[object.start..<(object.start + object.length)], as: UTF8.self)
        case 0x6:
            guard object.length <= (table - object.start) / 2 else { return nil }
            let units = (0..<object.length).map { index in
                UInt16(bytes[object.start + 2 * index]) << 8 | UInt16(bytes[object.start + 2 * index + 1])
            }
            return String(validating: units, as: UTF16.self)
        default: return nil
        }
    }

    /// A big-endian number; `nil` when it is not all there or larger than the file could make sense of.
    private static func number(in bytes: [UInt8], at offset: Int, width: Int) -> Int? {
        guard offset >= 0, width <= bytes.count, offset <= bytes.count - width else { return nil }
        let value = bytes[offset..<(offset + width)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return value <= UInt64(bytes.count) ? Int(value) : nil
    }
}
