// What an editor and an operator do with jobs that have ended or are to end, for the tests of faults.

import CountingBackend
import EndToEndSupport
import Foundation
import Glibc
import Subprocess
import TestSupport

extension ScratchShare<CountingServer> {
    // MARK: Folders

    /// Drops the small clip with a prompt into a folder below the inbox, the prompt first.
    func drop(_ stem: String, prompt: String, in folder: String) throws {
        try FileManager.default.createDirectory(atPath: path("inbox/\(folder)"), withIntermediateDirectories: true)
        try drop("\(folder)/\(stem)", prompt: prompt)
    }

    /// Moves a clip and its prompt from `failed/` back to the inbox, and waits until they are taken.
    /// - Parameters:
    ///   - stem: with the folder the clip lies in.
    ///   - target: another place in the inbox than the one it came from.
    func dragBack(_ stem: String = "clip", to target: String? = nil, daemon: ProgramUnderTest) async throws {
        let target = target ?? stem
        for ending in ["prompt.txt", "mp4"] {
            try FileManager.default.moveItem(
                atPath: path("failed/\(stem).\(ending)"), toPath: path("inbox/\(target).\(ending)"))
        }
        try await eventually("\(target) is taken again", seen: { self.account(of: daemon) }) {
            !self.exists("inbox/\(target).mp4")
                && (self.exists("outbox/\(target).log") || self.exists("failed/\(target).mp4"))
        }
    }

    // MARK: Ends

    /// Waits until a clip has failed or was cancelled, and all its files are given back.
    func givesBack(_ stem: String = "clip", from daemon: ProgramUnderTest) async throws {
        try await eventually("\(stem) is given back", seen: { self.account(of: daemon) }) {
            self.exists("failed/\(stem).mp4") && self.exists("failed/\(stem).log")
                && !self.exists("outbox/\(stem).log")
        }
        try await isWorkedOff(by: daemon)
    }

    /// Waits until a clip is delivered and its originals are archived.
    func delivers(_ stem: String = "clip", from daemon: ProgramUnderTest) async throws {
        try await eventually("\(stem) is delivered", seen: { self.account(of: daemon) }) {
            self.exists("outbox/\(stem).mp4")
        }
        try await isWorkedOff(by: daemon)
    }

    // MARK: Commands

    /// Runs `longtake jobs` for this share's state.
    func jobs(_ arguments: String...) async throws -> (text: String, ending: TerminationStatus) {
        let command = ProgramUnderTest(["jobs"] + arguments + ["--state", state])
        let ending = try await command.ending()
        return (command.output, ending)
    }

    /// A job as `longtake jobs list --json` tells it.
    struct ListedJob: Decodable {
        let id: String
        let clip: String
        let state: String
    }

    /// All jobs, the newest first.
    func listedJobs() async throws -> [ListedJob] {
        try JSONDecoder().decode([ListedJob].self, from: Data(try await jobs("list", "--json").text.utf8))
    }

    /// The id of the newest job of a clip.
    func job(_ clip: String = "clip") async throws -> String {
        var found: String?
        try await eventually("a job of \(clip) is listed", within: .seconds(20), seen: { self.tree }) {
            found = try await self.listedJobs().first { $0.clip == clip }?.id
            return found != nil
        }
        return found ?? ""
    }
}

extension ScratchShare<CountingServer> {
    /// Changes with everything that is written into the ledger.
    var ledgerStamp: [String] {
        ledgerFiles("-wal").map { file in
            let facts = try? FileManager.default.attributesOfItem(atPath: file)
            let time = facts?[.modificationDate] as? Date
            return "\(String(describing: facts?[.size])) \(time?.timeIntervalSince1970 ?? 0)"
        }
    }

    /// Whether a write to the ledger is under way: SQLite locks byte 120 of the file beside it until it is committed
    /// (sqlite.org/walformat.html, 2.3.1).
    var isLedgerBeingWritten: Bool {
        ledgerFiles("-shm").contains { file in
            let descriptor = open(file, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            var lock = flock(
                l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 120, l_len: 1, l_pid: 0)
            return fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
        }
    }

    private func ledgerFiles(_ ending: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: state))?.filter { $0.hasSuffix(ending) }.sorted()
            .map { state + "/" + $0 } ?? []
    }

    /// The files of the share that say something.
    func files(mentioning text: String) -> [String] {
        (FileManager.default.subpaths(atPath: root) ?? []).filter { self.text(of: $0).contains(text) }
    }
}
