// What a process costs: processor time from its CPU clock, memory from /proc.

import Foundation

/// Reads the consumption of one process.
package struct ProcessMeter {
    package let title: String
    private let id: pid_t
    private let clock: clockid_t

    package init(_ title: String, of id: pid_t) throws {
        var clock = clockid_t()
        let code = clock_getcpuclockid(id, &clock)
        guard code == 0 else { throw CannotMeasure("process \(id), \(title), has no CPU clock: it is gone") }
        self.title = title
        self.id = id
        self.clock = clock
    }

    /// The child of a process that runs a program of this name, of which the kernel knows the first 15 characters.
    package static func child(of parent: pid_t, named name: String) throws -> ProcessMeter? {
        for entry in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            guard let id = pid_t(entry), let status = try? statusFields(of: id) else { continue }
            if status["PPid"] == "\(parent)", status["Name"] == String(name.prefix(15)) {
                return try ProcessMeter(name, of: id)
            }
        }
        return nil
    }

    /// User and system time of all its threads so far. The same as `utime` and `stime` in /proc, which count in
    /// hundredths of a second: one of them would already be 0.1 % of ten seconds.
    package func processorTime() throws -> Duration {
        var time = timespec()
        try system("read the CPU clock of \(title)") { clock_gettime(clock, &time) }
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// Resident memory in kB, now and at its highest.
    package func residentMemory() throws -> (now: Int, highest: Int) {
        let fields = try Self.statusFields(of: id)
        func size(_ name: String) throws -> Int {
            guard let number = fields[name]?.split(separator: " ").first.flatMap({ Int($0) }) else {
                throw CannotMeasure("/proc/\(id)/status has no \(name)")
            }
            return number
        }
        return (try size("VmRSS"), try size("VmHWM"))
    }

    package func send(_ signal: Int32) { kill(id, signal) }

    private static func statusFields(of id: pid_t) throws -> [String: String] {
        let text = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
        let pairs = text.split(separator: "\n").compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (String(line[..<colon]), value)
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
