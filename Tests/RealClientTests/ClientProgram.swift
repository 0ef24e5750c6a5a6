// The programs of editors' machines and servers that the tests drive; none of them was written here.

import Foundation
import Testing

/// A program that has to be installed for a test.
enum ClientProgram: String, CaseIterable {
    case rsync, scp, sshfs, smbd, smbclient, python3

    /// Its path; `nil` when it is not installed.
    var path: String? {
        ["/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/"].map { $0 + rawValue }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test whose programs are not installed, and says so.
    static func needs(_ programs: ClientProgram...) -> Self {
        let missing = programs.filter { $0.path == nil }.map(\.rawValue).joined(separator: " and ")
        return .enabled("\(missing) not installed: run scripts/install-dependencies --test") {
            if !missing.isEmpty {
                FileHandle.standardError.write(Data("SKIPPING tests: \(missing) not installed\n".utf8))
            }
            return missing.isEmpty
        }
    }
}
