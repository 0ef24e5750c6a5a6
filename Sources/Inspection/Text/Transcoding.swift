// Turns text of any encoding the C library knows into UTF-8, and back, by its iconv.

import Glibc

enum Transcoding {
    /// - Parameter encoding: a name iconv knows.
    /// - Returns: `nil` when the encoding is unknown, or some byte has no meaning in it.
    static func utf8(_ bytes: [UInt8], from encoding: String) -> String? {
        convert(bytes, from: encoding, to: "UTF-8").flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// - Returns: `nil` when the encoding is unknown, or has no bytes for some character.
    static func bytes(of text: String, in encoding: String) -> [UInt8]? {
        convert(Array(text.utf8), from: "UTF-8", to: encoding)
    }

    private static func convert(_ bytes: [UInt8], from source: String, to target: String) -> [UInt8]? {
        let descriptor = iconv_open(target, source)
        // iconv_open(3) fails with (iconv_t) -1.
        guard let descriptor, descriptor != UnsafeMutableRawPointer(bitPattern: -1) else { return nil }
        defer { iconv_close(descriptor) }

        var input = bytes.map { CChar(bitPattern: $0) }
        // No character of the encodings in question takes more than four times its bytes in another.
        let capacity = bytes.count * 4 + 16
        var isComplete = false
        let output = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
            input.withUnsafeMutableBufferPointer { source in
                var from = source.baseAddress
                var fromLeft = source.count
                buffer.withMemoryRebound(to: CChar.self) { target in
                    var to = target.baseAddress
                    var toLeft = target.count
                    let irreversible = iconv(descriptor, &from, &fromLeft, &to, &toLeft)
                    isComplete = irreversible == 0 && fromLeft == 0
                    filled = capacity - toLeft
                }
            }
        }
        return isComplete ? output : nil
    }
}
