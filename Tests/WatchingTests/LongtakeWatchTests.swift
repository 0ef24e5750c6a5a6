// The program longtake-watch on its own: how it ends.

import Foundation
import Subprocess
import SystemPackage
import TestSupport
import Testing

struct LongtakeWatchTests {
    private func output(of script: String, _ arguments: String...) async throws -> (String, TerminationStatus) {
        let folder = try TemporaryFolder()
        return try await withDeadline("the end of the script") {
            let result = try await Subprocess.run(
                .path("/bin/sh"), arguments: Arguments(["-uc", script, BuiltProgram.longtakeWatch] + arguments),
                workingDirectory: FilePath(folder.path), output: .string(limit: 4096), error: .discarded)
            return (result.standardOutput, result.terminationStatus)
        }
    }

    @Test func `it ends when nobody reads any more`() async throws {
        // The shell waits for both sides of the pipe.
        let (text, _) = try await output(of: #""$0" . | head -c 6"#)
        #expect(text == "H1\0R1\0")
    }

    @Test func `it ends with the process that started it, though its records are still read`() async throws {
        let script = #"""
            mkfifo records end
            sh -c '"$0" . >records 2>end & wait' "$0" &
            exec 4<records 3<end
            head -c 6 <&4 >greeting
            kill -9 $!
            cat <&3
            echo ended
            """#
        let (text, _) = try await output(of: script)
        #expect(text == "ended\n")
    }

    @Test(arguments: [
        (#""$0" ./missing"#, "H1\0G\0", 1), (#": > file; "$0" file"#, "H1\0G\0", 1), (#""$0""#, "", 2),
        (#""$0" . ."#, "", 2),
    ])
    func `it says why it cannot watch`(_ script: String, _ records: String, _ code: Int32) async throws {
        let (text, status) = try await output(of: script)
        #expect(text == records)
        #expect(status == .exited(code))
    }

    @Test(.enabled("without user namespaces nobody but root can set a limit") { await UserNamespaces.areAllowed() })
    func `it says that the user has no inotify instance left`() async throws {
        let script = #"unshare -Ur sh -c 'echo 0 > /proc/sys/user/max_inotify_instances; exec "$0" .' "$0""#
        let (text, status) = try await output(of: script)
        #expect(text.contains("fs.inotify.max_user_instances"))
        #expect(status == .exited(1))
    }
}
