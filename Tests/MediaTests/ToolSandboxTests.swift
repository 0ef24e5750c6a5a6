// The sandbox by what a program inside it can do: little, not for long, and nothing after that.

import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Media

@Suite struct ToolSandboxTests {
    private let tools = MediaTools(searchPath: "/usr/local/bin:/usr/bin:/bin")
    private let shell: FilePath = "/bin/sh"

    private func sandbox(_ limits: ToolLimits = ToolLimits()) throws -> ToolSandbox {
        try #require(ToolSandbox(tools: tools, limits: limits), "prlimit and setpriv belong to util-linux")
    }

    private func output(_ script: String, in sandbox: ToolSandbox) async throws -> String {
        String(decoding: try await sandbox.run(shell, arguments: ["-c", script]), as: UTF8.self)
    }

    @Test func `its limits are the kernel's`() async throws {
        var limits = ToolLimits()
        limits.memory = 512 << 20
        limits.processorSeconds = 7
        limits.openFiles = 33
        let shown = try await output("cat /proc/self/limits; grep NoNewPrivs /proc/self/status", in: sandbox(limits))
        func line(_ name: String) -> [Substring] {
            shown.split(separator: "\n").first { $0.hasPrefix(name) }?.dropFirst(name.count).split(separator: " ") ?? []
        }
        #expect(line("Max address space").prefix(2) == ["536870912", "536870912"])
        #expect(line("Max cpu time").prefix(2) == ["7", "7"])
        #expect(line("Max open files").prefix(2) == ["33", "33"])
        #expect(line("Max file size").prefix(2) == ["0", "0"])
        #expect(line("Max core file size").prefix(2) == ["0", "0"])
        #expect(line("NoNewPrivs:").map { $0.trimmingCharacters(in: .whitespaces) } == ["1"])
    }

    @Test func `nothing can be written to a file`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.appending("written")
        await #expect(throws: ToolProblem.self) { try await output("echo much > \(path)", in: sandbox()) }
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        #expect(size == nil || size == 0)
    }

    @Test func `memory ends`() async throws {
        var limits = ToolLimits()
        limits.memory = 256 << 20
        await #expect(throws: ToolProblem.self) {
            try await output("head -c 600000000 /dev/zero | tail -c 500000000 >&2", in: sandbox(limits))
        }
    }

    @Test func `processor time ends`() async throws {
        var limits = ToolLimits()
        limits.processorSeconds = 1
        await #expect(throws: ToolProblem.killed(signal: 9)) {
            try await output("while :; do :; done", in: sandbox(limits))
        }
    }

    @Test func `nothing of the environment comes along`() async throws {
        let sandbox = try sandbox()
        let output = try await sandbox.run("/usr/bin/env", arguments: [])
        #expect(String(decoding: output, as: UTF8.self) == "LC_ALL=C\n")
    }

    @Test func `the network is gone where the system lets it be taken away`() async throws {
        let isolated = try await sandbox().isolatingNetwork(by: tools)
        guard isolated.isolatesNetwork else { return }
        let devices = try await output("cat /proc/net/dev", in: isolated)
        #expect(devices.split(separator: "\n").dropFirst(2).allSatisfy { $0.contains("lo:") })
    }

    @Test func `without the programs that confine there is no sandbox`() {
        #expect(ToolSandbox(tools: MediaTools(searchPath: "/nowhere")) == nil)
    }

    @Test(.timeLimit(.minutes(5)))
    func `a program that hangs is killed at the deadline with all it started`() async throws {
        var limits = ToolLimits()
        limits.deadline = .milliseconds(300)
        // A number of seconds nobody else sleeps, to find the sleepers by.
        let mark = "4321.\(ProcessInfo.processInfo.processIdentifier)"
        await #expect(throws: ToolProblem.deadlinePassed(.milliseconds(300))) {
            try await output("sleep \(mark) & sleep \(mark)", in: sandbox(limits))
        }
        // Killed processes leave the table a moment after the signal.
        while try isRunning(argument: mark) { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test func `a program that writes without end is stopped`() async throws {
        var limits = ToolLimits()
        limits.output = 1000
        await #expect(throws: ToolProblem.outputTooLong) { try await output("cat /dev/zero", in: sandbox(limits)) }
    }

    @Test func `a program that is not there is unavailable or fails, and does not hang`() async throws {
        let sandbox = try sandbox()
        await #expect(throws: ToolProblem.self) { try await sandbox.run("/nowhere/ffprobe", arguments: []) }
    }

    @Test func `tools are found in the order of the path, and only by absolute entries`() throws {
        let folder = try TemporaryFolder()
        let program = try makeProgram("ffprobe", "", in: folder)
        let found = MediaTools(searchPath: ":relative:\(folder.path):/usr/bin")
        #expect(found.ffprobe == program)
        #expect(found.prlimit == "/usr/bin/prlimit")
        #expect(MediaTools(searchPath: "").ffprobe == nil)
    }

    private func isRunning(argument: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").contains { entry in
            guard let line = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline") else { return false }
            return line.split(separator: 0).contains { String(decoding: $0, as: UTF8.self) == argument }
        }
    }
}
