// What strace wrote of one run of the daemon: every call that writes, in order, each counted program-wide.

import Foundation

/// The trace of a program whose writing calls are made by one thread (``OneWriter``).
package struct SystemCallTrace: Sendable {
    /// In the order they were begun.
    package let calls: [TracedCall]
    /// Writing calls that another thread made, which strace therefore counted apart.
    package let strays: [String]

    /// The calls that are traced, and that faults are put into. `openat` is not among them: see `one-writer.c`.
    package static let names = [
        "write", "writev", "pwrite64", "pwritev", "sendto", "sendmsg", "sendfile", "copy_file_range", "open",
        "openat2", "mkdirat", "unlinkat", "renameat", "renameat2", "linkat", "symlinkat", "ftruncate", "fallocate",
        "fsync", "fdatasync", "fchmod", "fchmodat", "fchown",
    ]

    /// - Parameters:
    ///   - path: what strace wrote.
    ///   - folder: holds root and state.
    package init(at path: String, below folder: String) throws {
        // Names may be in any encoding; what strace prints of them is ASCII.
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        var reading = Reading(folder: folder)
        for line in text.split(separator: "\n") { reading.take(line) }
        calls = reading.calls
        strays = reading.strays
    }

    /// The calls that write, without those that only open what is there and the writer's own mark.
    package var points: [TracedCall] { calls.filter { !$0.isPlainOpen && !$0.line.contains(OneWriter.mark) } }

    /// The calls before one, the nearest last, for a failing test to show; the trace's last where there is none.
    package func upTo(_ call: TracedCall?, count: Int) -> String {
        let end = call.flatMap { calls.firstIndex(of: $0) }.map { $0 + 1 } ?? calls.count
        return calls[..<end].suffix(count).map(\.line).joined(separator: "\n")
    }
}

/// The reading of a trace, line by line.
private struct Reading {
    let folder: String
    private(set) var calls: [TracedCall] = []
    private(set) var strays: [String] = []
    private var writer: Substring?
    private var counts: [String: Int] = [:]
    private var occurrences: [TracedCall.Point: Int] = [:]

    init(folder: String) { self.folder = folder }

    mutating func take(_ line: Substring) {
        guard let space = line.firstIndex(of: " ") else { return }
        let thread = line[..<space]
        let call = line[space...].drop { $0 == " " }
        if call.hasPrefix("<... "), thread == writer { return complete(with: call) }
        guard let first = call.first, first.isLetter, let parenthesis = call.firstIndex(of: "(") else { return }
        if writer == nil, call.contains("\"\(OneWriter.mark)\"") { writer = thread }
        guard thread == writer else { return strays.append(String(line)) }
        begin(String(call[..<parenthesis]), String(call))
    }

    private mutating func begin(_ name: String, _ call: String) {
        let place = TracedCall.place(of: call, below: folder)
        counts[name, default: 0] += 1
        let kind = TracedCall.Point(name: name, place: place, occurrence: 0)
        occurrences[kind, default: 0] += 1
        calls.append(
            TracedCall(
                name: name, number: counts[name, default: 0], place: place,
                occurrence: occurrences[kind, default: 0], result: Self.result(of: call), line: call))
    }

    /// Another thread's end came in between: the result stands in a line of its own.
    private mutating func complete(with rest: Substring) {
        guard let call = calls.popLast() else { return }
        calls.append(
            TracedCall(
                name: call.name, number: call.number, place: call.place, occurrence: call.occurrence,
                result: Self.result(of: String(rest)), line: call.line + " " + rest))
    }

    /// What follows the last `) = `; nothing where the call did not return or was cut in two.
    private static func result(of call: String) -> String {
        guard let equals = call.range(of: "= ", options: .backwards) else { return "" }
        let before = call[..<equals.lowerBound].reversed().drop { $0 == " " }
        return before.first == ")" || before.first == ">" ? String(call[equals.upperBound...]) : ""
    }
}
