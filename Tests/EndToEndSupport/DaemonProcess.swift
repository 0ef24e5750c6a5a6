// A running daemon as the kernel shows it: its number, its children, what can be read of them, whether it stands still.

import Foundation
import Glibc

/// The process of a daemon, found by the lock of its state directory, be it run by itself or under another program.
package struct DaemonProcess: Sendable {
    package let id: pid_t

    /// - Throws: ``NotSeen`` when no daemon has said there who it is.
    package init(ofState state: String) throws {
        let lock = (try? String(contentsOfFile: state + "/daemon.lock", encoding: .utf8)) ?? ""
        guard let id = lock.firstMatch(of: /process ([0-9]+)/).flatMap({ pid_t($0.output.1) }) else {
            throw NotSeen(wanted: "the number of a daemon in \(state)/daemon.lock", seen: lock)
        }
        self.id = id
    }

    /// Waits until the daemon was stopped, as SIGSTOP does.
    package static func stopped(ofState state: String, running daemon: ProgramUnderTest) async throws -> DaemonProcess {
        var found: DaemonProcess?
        try await eventually("the daemon stands still", seen: { daemon.output }) {
            found = try? DaemonProcess(ofState: state)
            return found?.isStopped == true
        }
        guard let found else { throw NotSeen(wanted: "a daemon", seen: daemon.output) }
        return found
    }

    package func send(_ signal: Int32) { Glibc.kill(id, signal) }

    package var isAlive: Bool { Glibc.kill(id, 0) == 0 }

    /// Whether it was stopped, as SIGSTOP does, with all its threads.
    package var isStopped: Bool {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")) ?? []
        return !threads.isEmpty
            && threads.allSatisfy { thread in
                let line = Self.text(of: "/proc/\(id)/task/\(thread)/stat")
                // The name before it is in parentheses and may hold anything.
                let state = line[(line.lastIndex(of: ")") ?? line.startIndex)...].dropFirst(2).first
                return state == "T" || state == "t"
            }
    }

    /// The programs it runs now.
    package var children: [pid_t] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { pid_t($0) } ?? []
        return all.filter { child in
            let line = Self.text(of: "/proc/\(child)/stat")
            let fields = line[(line.lastIndex(of: ")") ?? line.startIndex)...].split(separator: " ")
            return fields.count > 2 && pid_t(fields[2]) == id
        }
    }

    /// The arguments a process was started with, as everybody on the machine can read them.
    package static func arguments(of process: pid_t) -> String { text(of: "/proc/\(process)/cmdline") }

    /// The environment a process was started with.
    package static func environment(of process: pid_t) -> String { text(of: "/proc/\(process)/environ") }

    private static func text(of path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
