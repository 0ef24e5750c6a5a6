// A system call as strace saw it, with the place in the share or state it was about, under a name that is the same in
// every run.

import Foundation

/// A call made by the one thread that makes all that write.
package struct TracedCall: Hashable, Sendable {
    /// The call's name, such as `renameat2`.
    package let name: String
    /// How many calls of this name the program has made, this one included: what strace is told as `when`.
    package let number: Int
    /// What it was about: a path below the root or the state directory, a request to the backend, or `output`.
    package let place: String
    /// How many calls of this name were about this place, this one included.
    package let occurrence: Int
    /// What the call returned, as strace prints it; nothing for a call that did not return.
    package let result: String
    /// The line as strace wrote it, without the thread's number.
    package let line: String

    package var hasSucceeded: Bool { !result.isEmpty && !result.hasPrefix("-") && !result.hasPrefix("?") }
    package var isInjected: Bool { line.hasSuffix("(INJECTED)") }
    /// Whether it only opens what is there.
    package var isPlainOpen: Bool { name == "openat2" && !line.contains("O_CREAT") }
    package var isToBackend: Bool { place.hasPrefix("backend") }
    /// Whether it is about the ledger.
    package var isOfLedger: Bool { place.hasPrefix("state/ledger.sqlite") }

    /// Which call of a job it is, whatever the run.
    package var point: Point { Point(name: name, place: place, occurrence: occurrence) }

    package struct Point: Hashable, Sendable, CustomStringConvertible {
        package let name: String
        package let place: String
        package let occurrence: Int
        package var description: String { "\(name) \(place) #\(occurrence)" }
    }
}

extension TracedCall {
    /// What a line's call was about.
    /// - Parameter folder: holds root and state; paths are told from there.
    static func place(of line: String, below folder: String) -> String {
        let descriptor = text(in: line, from: "<", to: ">")
        if descriptor.hasPrefix("TCP") {
            let words = text(in: line, from: "\"", to: "\"").split(separator: " ").prefix(2)
            guard words.count == 2, ["GET", "POST"].contains(words[0]) else { return "backend, more" }
            return "backend, \(words[0]) \(named(words[1].split(separator: "?").first.map(String.init) ?? ""))"
        }
        if descriptor.hasPrefix("pipe:") { return "output" }
        let isByName = ["mkdirat", "unlinkat", "renameat", "linkat", "symlinkat", "open", "fchmodat"]
            .contains { line.hasPrefix($0) }
        let name = isByName ? text(in: line, from: "\"", to: "\"") : ""
        let path = name.isEmpty ? descriptor : name.hasPrefix("/") ? name : descriptor + "/" + name
        return named(path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path)
    }

    private static func text(in line: String, from opening: Character, to closing: Character) -> String {
        let rest = line.drop { $0 != opening }.dropFirst()
        return String(rest.prefix { $0 != closing })
    }

    /// A path or request without what differs from run to run: ids, dates, names made aside.
    private static func named(_ path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            if part.hasPrefix("render_") { return "RENDER" }
            if part.hasPrefix(".longtake-write-") { return ".longtake-write-X" }
            let isOfDigits = part.allSatisfy { $0.isHexDigit || $0 == "-" } && part.contains(where: \.isNumber)
            if isOfDigits || part.hasPrefix("session-") { return "ID" }
            return String(part)
        }
        return parts.joined(separator: "/")
    }
}
