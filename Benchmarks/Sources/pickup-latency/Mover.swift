// The other limits: the least a program must do to claim a file, with and without what makes a claim durable.

import Glibc
import Measuring

/// Claims each file whose writer has closed it, unseen, by one rename. Runs as a process of its own, because any
/// watch-folder agent is one.
struct Mover {
    enum Manner: String {
        /// Event, rename.
        case bare
        /// Event, what ``DurableRecord`` writes, rename.
        case durable
    }

    /// The argument that makes this program a mover. The manner, the folder and how many milliseconds to wait after
    /// each event follow.
    static let argument = "--as-mover"
    /// What it writes to its standard output once it is watching.
    static let greeting: [UInt8] = [1]

    private let inbox: String
    private let claimed: String
    private let settling: Duration
    /// Of a durable one.
    private let record: DurableRecord?

    /// - Parameter arguments: what follows ``argument``.
    init(_ arguments: [String]) throws {
        guard arguments.count == 3, let manner = Manner(rawValue: arguments[0]), let wait = Int(arguments[2]) else {
            throw CannotMeasure("\(Self.argument) is for the benchmark itself")
        }
        inbox = "\(arguments[1])/inbox"
        claimed = "\(arguments[1])/claimed"
        settling = .milliseconds(wait)
        record = manner == .durable ? try DurableRecord(in: arguments[1]) : nil
    }

    /// Runs until it is ended, or until the benchmark itself is: nobody reads its standard output any more then.
    func run() async throws {
        let output = Descriptor(STDOUT_FILENO)
        let observer = try FolderObserver(inbox, .writerClosed)
        try output.write(Self.greeting)
        while let name = try observer.next(until: output) {
            if settling > .zero { try await Task.sleep(for: settling, tolerance: .zero, clock: .suspending) }
            try record?.write()
            try system("claim \(name)") { rename("\(inbox)/\(name)", "\(claimed)/\(name)") }
        }
    }
}

/// What the ledger and the claimed folder put on the disk before a drop's files are renamed: one commit to a
/// write-ahead log and two new folders.
final class DurableRecord {
    private let folder: String
    private let log: Descriptor
    private let parent: Descriptor
    private var count = 0

    /// Pages of one commit that admits a job, counted by strace.
    private static let pagesOfCommit = 8
    private static let page = 4096
    /// SQLite starts again at the beginning of its log after so many pages.
    private static let pagesOfLog = 1000

    init(in place: String) throws {
        folder = "\(place)/jobs"
        try makeFolder(folder)
        log = try Descriptor.opening("\(place)/log", O_WRONLY | O_CREAT)
        parent = try Descriptor.opening(folder, O_RDONLY | O_DIRECTORY)
    }

    func write() throws {
        let slot = count % (Self.pagesOfLog / Self.pagesOfCommit) * Self.pagesOfCommit
        count += 1
        let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: count), count: Self.page)
        for number in slot..<slot + Self.pagesOfCommit {
            try system("write") { pwrite(log.number, bytes, Self.page, off_t(number * Self.page)) }
        }
        try system("sync") { fdatasync(log.number) }

        let job = "\(folder)/\(count)"
        try makeFolder(job)
        try system("sync") { fsync(parent.number) }
        let jobFolder = try Descriptor.opening(job, O_RDONLY | O_DIRECTORY)
        try makeFolder("\(job)/files")
        try system("sync") { fsync(jobFolder.number) }
    }
}
