// A share with an outbox, and jobs whose files are claimed.

import FileAccess
import Foundation
import JobModel
import Outbox
import Telemetry
import TestSupport

/// A temporary root, its outbox and the logs in it.
final class OutboxShare: Sendable {
    private let folder: TemporaryFolder
    let root: ShareRoot
    let outbox: ShareOutbox
    let told = RecordingSink()
    let log: EditorLog

    static let now = Timestamp(milliseconds: 1_795_363_509_000)

    /// - Parameter script: run in the root before anything is opened.
    init(_ settings: OutboxSettings = OutboxSettings(), prepare script: String = ":") throws {
        folder = try TemporaryFolder()
        try ChildShell.run(script, in: folder.path)
        root = try ShareRoot.open(folder.path)
        outbox = ShareOutbox(share: root, settings: settings)
        log = EditorLog(outbox: outbox, events: told, now: { Self.now })
    }

    var path: String { folder.path }

    func sh(_ script: String) throws { try ChildShell.run(script, in: folder.path) }

    /// Every file and link below a folder of the root, by its path, and what a file holds.
    func tree(_ name: String) throws -> [String: String] {
        let top = URL(filePath: path).appending(path: name)
        var tree: [String: String] = [:]
        for item in try FileManager.default.subpathsOfDirectory(atPath: top.path(percentEncoded: false)) {
            let path = top.appending(path: item).path(percentEncoded: false)
            switch try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType {
            case .typeRegular: tree[item] = try String(contentsOfFile: path, encoding: .utf8)
            case .typeSymbolicLink:
                tree[item] = "-> " + (try FileManager.default.destinationOfSymbolicLink(atPath: path))
            default: continue
            }
        }
        return tree
    }

    func permissions(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: self.path + "/" + path)[.posixPermissions] as? Int
    }

    /// A job whose files have been claimed: each holds its own name.
    func claimedJob(
        _ id: String = "job-1", folder: RelativePath = .root, stem: FileName = "clip",
        files: [FileName] = ["clip.mp4", "clip.prompt.txt"], take: Int = 1
    ) throws -> Job {
        let job = Job(
            id: JobID(id), kind: .drop, origin: Origin(root: path, folder: folder, stem: stem),
            members: files.map { Member(name: $0, role: .media, size: Int64($0.bytes.count), contentType: nil) },
            plan: Plan(prompt: ["brighten it"]), language: "en", admitted: Self.now, take: take)
        let claimed = try ClaimedFolder.making(job.id, in: root)
        for file in files { try claimed.files.createFile(file, mode: 0o600).write(file.bytes) }
        return job
    }

    /// Lays a result into a job's claimed folder.
    @discardableResult
    func addResult(_ text: String = "result", to job: Job) throws -> ClaimedFolder {
        let claimed = try ClaimedFolder.making(job.id, in: root)
        try claimed.folder.createFile(ClaimedFolder.resultName, mode: 0o600).write(Array(text.utf8))
        return claimed
    }

    /// Gives the files of a job back, and clears its folder as after the record of that.
    func giveBack(_ job: Job) throws -> String {
        let suffix = try outbox.returnOriginals(of: job, log: log)
        try outbox.clear(job.id)
        return suffix
    }

    /// Archives the files of a job, and clears its folder.
    func archive(_ job: Job) throws -> ShareOutbox.Archived? {
        let archived = try outbox.archiveOriginals(of: job, at: Self.now)
        try outbox.clear(job.id)
        return archived
    }

    func isCleared(_ job: Job) throws -> Bool { try ClaimedFolder.existing(job.id, in: root) == nil }
}

extension Job {
    /// The job after it failed.
    func failed(
        _ message: String = "The clip is too dark.", remedy: String = "Light it and drop it again."
    ) throws -> Job {
        var job = self
        try job.record(.claimed)
        try job.record(.failed(Failure(Failure.Code("test"), message, remedy: remedy)))
        return job
    }

    func cancelled() throws -> Job {
        var job = self
        try job.record(.claimed)
        try job.record(.cancelled)
        return job
    }
}
