// Lists of sync tools: the daemon's folder is left out, and nobody's file is damaged.

import Foundation
import TestSupport
import Testing

@testable import Daemon

@Suite struct SyncedRootTests {
    private let folder: TemporaryFolder
    private var root: String { folder.appending("around/share") }

    init() throws {
        folder = try TemporaryFolder()
        try ChildShell.run("mkdir -p around/share", in: folder.path)
    }

    private func settle(after script: String) throws -> [SyncedRoot.Finding] {
        try ChildShell.run(script, in: root)
        return SyncedRoot(path: root).settle()
    }

    private func text(_ name: String) -> String? { try? String(contentsOfFile: root + "/" + name, encoding: .utf8) }

    @Test func `where nothing synchronises, nothing is made`() throws {
        #expect(try settle(after: ":").isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: root).isEmpty)
    }

    @Test func `for Syncthing a list is made, once`() throws {
        let findings = try settle(after: "mkdir .stfolder")
        guard case .leftOut(let sentence)? = findings.first, findings.count == 1 else {
            Issue.record("\(findings)")
            return
        }
        #expect(sentence.contains("Syncthing synchronises \(root)"))
        #expect(text(".stignore") == "/.longtake\n")
        #expect(SyncedRoot(path: root).settle() == [.nothingToDo])
        #expect(text(".stignore") == "/.longtake\n")
    }

    @Test(
        arguments: [
            ("(?i)*.tmp\n", "(?i)*.tmp\n/.longtake\n"), ("*.tmp", "*.tmp\n/.longtake\n"), ("", "/.longtake\n"),
            ("// /.longtake\n", "// /.longtake\n/.longtake\n"), ("!/.longtake\n", "!/.longtake\n/.longtake\n"),
            ("a\r\nb", "a\r\nb\n/.longtake\n"),
        ])
    func `a list that is there keeps all it holds, its owner and its mode`(list: String, expected: String) throws {
        let findings = try settle(after: "mkdir .stfolder; printf '\(list)' > .stignore; chmod 640 .stignore")
        #expect(findings.count == 1)
        #expect(text(".stignore") == expected)
        let mode = try FileManager.default.attributesOfItem(atPath: root + "/.stignore")[.posixPermissions] as? Int
        #expect(mode == 0o640)
    }

    @Test(arguments: [
        "/.longtake", ".longtake", "/.longtake/", "(?d)/.longtake", "(?i)(?d).longtake  ", " /.longtake\r",
    ])
    func `a list that leaves it out already is left alone`(line: String) throws {
        let list = "*.tmp\n\(line)\n!x"
        #expect(try settle(after: "mkdir .stfolder; printf '\(list)' > .stignore") == [.nothingToDo])
        #expect(text(".stignore")?.hasSuffix("!x") == true)
    }

    @Test(arguments: ["ln -s ../elsewhere .stignore", "printf x > other; ln other .stignore", "mkdir .stignore"])
    func `what is no plain list is said, and left alone`(list: String) throws {
        let findings = try settle(after: "mkdir .stfolder; printf kept > ../elsewhere; \(list)")
        guard case .toBeLeftOut(let sentence)? = findings.first, findings.count == 1 else {
            Issue.record("\(findings)")
            return
        }
        #expect(sentence.contains("add the line /.longtake to "))
        #expect(try String(contentsOfFile: folder.appending("around/elsewhere"), encoding: .utf8) == "kept")
        #expect(text("other") == nil || text("other") == "x")
    }

    @Test func `a list outside of the root is not written, but said`() throws {
        let findings = try settle(after: "mkdir ../.stfolder")
        #expect(
            findings == [
                .toBeLeftOut(
                    "Syncthing synchronises \(root): add the line /share/.longtake to "
                        + "\(folder.appending("around"))/.stignore.")
            ])
        #expect(!FileManager.default.fileExists(atPath: folder.appending("around/.stignore")))
        #expect(try settle(after: "printf '/share/.longtake\\n' > ../.stignore") == [.nothingToDo])
    }

    @Test func `Resilio's own list gets the line, and none is made in its place`() throws {
        #expect(try settle(after: "mkdir .sync").isEmpty)
        #expect(try settle(after: "printf 'Thumbs.db\\n' > .sync/IgnoreList").count == 1)
        #expect(text(".sync/IgnoreList") == "Thumbs.db\n/.longtake\n")
        #expect(SyncedRoot(path: root).settle() == [.nothingToDo])
    }

    @Test(arguments: [".sync_1a2b.db", "._sync_1a2b.db"])
    func `for Nextcloud it is said what to do`(journal: String) throws {
        let findings = try settle(after: ": > \(journal)")
        guard case .toBeLeftOut(let sentence)? = findings.first, findings.count == 1 else {
            Issue.record("\(findings)")
            return
        }
        #expect(sentence.contains("add .longtake to the ignored files"))
    }
}
