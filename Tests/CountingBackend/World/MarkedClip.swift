// The result of a render: the clip a test gave, marked with the render's id so that results can be told apart.

import Foundation

/// An MP4 with a `free` box at its end that names a render (ISO/IEC 14496-12, 8.1.2): players skip it.
package enum MarkedClip {
    private static let label = Array("counted render ".utf8)

    static func bytes(of clip: [UInt8], render id: String) -> [UInt8] {
        let text = label + Array(id.utf8)
        let size = UInt32(text.count + 8).bigEndian
        return clip + withUnsafeBytes(of: size, Array.init) + Array("free".utf8) + text
    }

    /// The render that a result came from.
    package static func render(of result: Data) -> String? {
        guard let found = result.range(of: Data(label), options: .backwards) else { return nil }
        return String(decoding: result[found.upperBound...], as: UTF8.self)
    }
}
