// Figures in columns, and whether they are what was promised.

import Foundation

/// What is promised of a figure.
package struct Requirement {
    package let title: String
    package let limit: Double
    package let measured: Double
    package let digits: Int

    package init(title: String, limit: Double, measured: Double, digits: Int) {
        self.title = title
        self.limit = limit
        self.measured = measured
        self.digits = digits
    }

    package var isMet: Bool { measured < limit }
}

/// Lines of a title and right-aligned columns.
package enum Table {
    package static func row(_ title: String, _ columns: [String]) -> String {
        let cells = columns.map { String(repeating: " ", count: max(1, 9 - $0.count)) + $0 }
        return title.padding(toLength: 44, withPad: " ", startingAt: 0) + cells.joined()
    }

    package static func number(_ value: Double, digits: Int) -> String { String(format: "%.\(digits)f", value) }

    package static func requirements(_ requirements: [Requirement]) -> String {
        let head = row("Required", ["below", "measured", "of limit", ""])
        let rows = requirements.map { requirement in
            row(
                "  " + requirement.title,
                [
                    number(requirement.limit, digits: 2), number(requirement.measured, digits: requirement.digits),
                    number(requirement.measured / requirement.limit, digits: 2), requirement.isMet ? "met" : "MISSED",
                ])
        }
        return ([head] + rows).joined(separator: "\n")
    }

    /// The machine, and how busy it is.
    package static var machine: String {
        let machine = ProcessInfo.processInfo
        let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first ?? "?"
        return """
            \(machine.operatingSystemVersionString), \(machine.activeProcessorCount) processors, load \(load) at the end
            """
    }
}
