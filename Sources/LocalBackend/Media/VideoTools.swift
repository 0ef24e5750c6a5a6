// ffmpeg and ffprobe as child processes: argument lists, no shell, no standard input, no network.

import Foundation
import Subprocess
import SystemPackage

/// Why a child process did not do what it was asked.
struct ToolFailure: Error, Hashable, Sendable, CustomStringConvertible {
    var description: String
}

/// The two programs this backend does its work with.
struct VideoTools: Sendable {
    let ffmpeg: FilePath
    let ffprobe: FilePath

    /// Finds both programs, in `PATH` where no path is given.
    /// - Throws: ``ToolFailure`` that names the missing program and says what to do.
    init(ffmpeg: String?, ffprobe: String?) async throws {
        self.ffmpeg = try await Self.find("ffmpeg", at: ffmpeg)
        self.ffprobe = try await Self.find("ffprobe", at: ffprobe)
    }

    private static func find(_ name: String, at path: String?) async throws -> FilePath {
        if let path {
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw ToolFailure(description: "There is no \(name) at \(path). Install ffmpeg or correct the path.")
            }
            return FilePath(path)
        }
        do {
            return try await Executable.name(name).resolveExecutablePath(in: .inherit)
        } catch {
            throw ToolFailure(description: "\(name) was not found in PATH. Install ffmpeg (apt install ffmpeg).")
        }
    }

    /// Containers this backend opens; a playlist that calls itself a clip is none of them (FIELD-FACTS 3).
    static let containers =
        "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,gif,mp3,wav,aac,image2,png_pipe,jpeg_pipe,webp_pipe"

    /// What goes before `-i` of anything that came from outside.
    static let guardedInput = ["-protocol_whitelist", "file,pipe", "-format_whitelist", containers]

    /// Runs ffprobe and returns what it prints.
    func probe(_ arguments: [String]) async throws -> String {
        try await run(ffprobe, ["-v", "error"] + arguments) { _ in }
    }

    /// Runs ffmpeg over files.
    /// - Parameter progress: Called with the seconds written so far.
    func render(_ arguments: [String], progress: @Sendable (Double) -> Void = { _ in }) async throws {
        _ = try await run(
            ffmpeg, ["-nostdin", "-hide_banner", "-v", "error", "-y", "-progress", "pipe:1"] + arguments
        ) { line in
            // Microseconds, whatever the name of the older key says (ffmpeg 5.1).
            if line.hasPrefix("out_time_us="), let time = Double(line.dropFirst(12)) { progress(time / 1_000_000) }
        }
    }

    /// Runs a program to its end, or ends it when the task is cancelled.
    /// - Returns: Its standard output.
    /// - Throws: ``ToolFailure`` with the end of its standard error when it fails.
    private func run(
        _ program: FilePath, _ arguments: [String], line: @Sendable (String) -> Void
    ) async throws -> String {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(1))]
        // Ctrl-C at a terminal is for the server, which ends this itself.
        options.processGroupID = 0
        let result = try await Subprocess.run(
            .path(program), arguments: Arguments(arguments),
            environment: Self.environment,
            platformOptions: options, input: .none, output: .sequence, error: .sequence
        ) { execution in
            async let complaint = Self.tail(of: execution.standardError)
            var output = ""
            for try await text in execution.standardOutput.strings() {
                line(text)
                output += text + "\n"
                guard output.utf8.count < Self.outputLimit else { throw ToolFailure(description: "too much output") }
            }
            return (output, try await complaint)
        }
        try Task.checkCancellation()
        guard result.terminationStatus.isSuccess else {
            let name = program.lastComponent?.string ?? "ffmpeg"
            throw ToolFailure(
                description: "\(name) ended with \(result.terminationStatus): \(result.closureResult.1.trimmed)")
        }
        return result.closureResult.0
    }

    /// Without the token, which is nobody's business down there.
    static let environment = Environment.inherit.updating(["NEMO_TOKEN": nil, "AV_LOG_FORCE_NOCOLOR": "1"])

    private static let outputLimit = 16_000_000

    /// The last 2,000 characters; a broken clip can make ffmpeg complain without an end.
    private static func tail(of output: SubprocessOutputSequence) async throws -> String {
        var tail = ""
        for try await line in output.strings() { tail = String((tail + line + "\n").suffix(2000)) }
        return tail
    }
}
