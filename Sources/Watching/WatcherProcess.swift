// `longtake-watch` as a process: started with nothing but its argument, read until it ends, ended with its reader.

import Subprocess
import SystemPackage

/// Runs the watcher once at a time.
struct WatcherProcess: Sendable {
    let program: String
    let root: String

    /// Runs it to its end, or until the task is cancelled.
    /// - Parameter take: called with each record, in order. When it throws, the watcher is ended.
    func run(
        _ take: @escaping @Sendable (WatchRecord) throws(WatchRecordParser.Malformed) -> Void
    ) async -> WatcherSupervision.Ending {
        var options = PlatformOptions()
        // It holds nothing that would have to be put away.
        options.teardownSequence = []
        // Ctrl-C at a terminal is for the daemon, which ends this itself.
        options.processGroupID = 0
        do {
            let result = try await Subprocess.run(
                .path(FilePath(program)), arguments: Arguments([root]),
                environment: .custom([Environment.Key: String]()), platformOptions: options, input: .none,
                output: .sequence, error: .discarded
            ) { execution in
                var parser = WatchRecordParser()
                for try await piece in execution.standardOutput {
                    for record in try piece.withUnsafeBytes({ try parser.read($0) }) { try take(record) }
                }
            }
            return .died("\(result.terminationStatus)")
        } catch let error as SubprocessError where error.code == .executableNotFound {
            return .missing(path: program)
        } catch is WatchRecordParser.Malformed {
            return .died("it is of another version than this program")
        } catch {
            return .died("\(error)")
        }
    }
}
