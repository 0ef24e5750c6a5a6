// Turns text of any encoding the C library knows into UTF-8, by its iconv.

import Glibc

enum Transcoding {
    /// - Parameter encoding: a name iconv knows.
    /// - Returns: `nil` when the encoding is unknown, or some byte has no meaning in it.
    static func utf8(_ bytes: [UInt8], from encoding: String) -> String? {
        let descriptor = iconv_open("UTF-8", encoding)
        // iconv_open(3) fails with (iconv_t) -1.
        guard let descriptor, descriptor != UnsafeMutableRawPointer(bitPattern: -1) else { return nil }
        defer { iconv_close(descriptor) }

        var input = bytes.map { CChar(bitPattern: $0) }
        // No character of the encodings in question takes more than four times its bytes in UTF-8.
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
        return isComplete ? String(validating: output, as: UTF8.self) : nil
    }
}
