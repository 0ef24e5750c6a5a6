// What commands print, written at once: half a line is on the screen before the next piece of work begins.

import Foundation

enum Console {
    /// Writes text as it is to standard output.
    static func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    static func line(_ text: String = "") { write(text + "\n") }

    /// Writes a line to standard error.
    static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
