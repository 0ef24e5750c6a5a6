// Writers over SMB as Explorer and Finder are, which smbclient is not: handles that stay open, announced sizes, streams.

import EndToEndSupport
import Foundation
import Synchronization

/// A connection to the share that makes one request at a time, by PyPI's smbprotocol (SMB/smb_client.py).
final class DesktopClient: Sendable {
    private struct Pipes {
        let input: FileHandle
        let output: FileHandle
        var rest = Data()
    }

    private let process: Process
    private let pipes: Mutex<Pipes>

    init(python: String, port: UInt16, editor: SambaServer.Editor) throws {
        process = Process()
        let input = Pipe()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [SambaServer.files + "/smb_client.py", "\(port)", "longtake", editor.rawValue]
        process.standardInput = input
        process.standardOutput = output
        pipes = Mutex(Pipes(input: input.fileHandleForWriting, output: output.fileHandleForReading))
        try process.run()
        _ = try ask(SambaServer.Editor.password)
    }

    deinit {
        try? pipes.withLock { try $0.input.close() }
        process.waitUntilExit()
    }

    /// Makes a request that is granted: a method of the script's `Client` and its arguments.
    /// - Returns: what it gave, if anything.
    @discardableResult
    func callAsFunction(_ request: String, _ arguments: any Sendable...) throws -> Any? {
        let answer = try answer(to: request, arguments)
        guard let given = answer["ok"] else { throw NotGranted("\(request) \(arguments)", because: "\(answer)") }
        return given
    }

    private func answer(to request: String, _ arguments: [any Sendable]) throws -> [String: Any] {
        let line = try JSONSerialization.data(withJSONObject: [request] + arguments)
        let answer = try ask(String(decoding: line, as: UTF8.self))
        return try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any] ?? [:]
    }

    private func ask(_ line: String) throws -> String {
        try pipes.withLock { pipes in
            try pipes.input.write(contentsOf: Data((line + "\n").utf8))
            while true {
                if let end = pipes.rest.firstIndex(of: UInt8(ascii: "\n")) {
                    let answer = String(decoding: pipes.rest[..<end], as: UTF8.self)
                    pipes.rest = Data(pipes.rest[(end + 1)...])
                    return answer
                }
                let more = pipes.output.availableData
                if more.isEmpty { throw NotGranted("an answer to \(line)", because: "the client has ended") }
                pipes.rest += more
            }
        }
    }

    // MARK: The library

    /// A Python that has the library, which is fetched once and kept in `.build`.
    static let python = Task { () throws -> String in
        let home = SambaServer.repository + "/.build/test-venv"
        let python = home + "/bin/python"
        func run(_ program: String, _ arguments: String...) throws -> Bool {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
            process.standardInput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
        if FileManager.default.isExecutableFile(atPath: python), try run(python, "-c", "import smbprotocol") {
            return python
        }
        guard try run("/usr/bin/python3", "-m", "venv", "--clear", home),
            try run(python, "-m", "pip", "install", "--quiet", "--retries", "1", "smbprotocol>=1.13,<2")
        else { throw NotGranted("PyPI's smbprotocol", because: home) }
        return python
    }

    /// Whether the library is there or can be fetched; says so loudly when not.
    static func isAvailable() async -> Bool {
        guard ClientProgram.python3.path != nil else { return false }
        if (try? await python.value) != nil { return true }
        FileHandle.standardError.write(Data("SKIPPING tests: smbprotocol cannot be fetched from PyPI\n".utf8))
        return false
    }
}
