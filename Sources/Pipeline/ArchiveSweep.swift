// Removes archived originals whose time is over (`archive_days`), and keeps the ledger's time going.

import FileAccess
import JobModel
import Ledger
import Outbox
import ServiceLifecycle
import Telemetry
import Timing

/// Looks through the archives every now and then.
package struct ArchiveSweep: Service {
    /// A root's archive, and how long its files are kept.
    package struct Archive: Sendable {
        package let outbox: ShareOutbox
        /// 0: for ever.
        package let days: Int

        package init(outbox: ShareOutbox, days: Int) {
            self.outbox = outbox
            self.days = days
        }
    }

    private let book: any ArchiveBook
    private let epoch: Epoch
    private let archives: [Archive]
    private let events: any EventSink
    private let time: Timekeeper

    package init(
        book: any ArchiveBook, epoch: Epoch, archives: [Archive], events: any EventSink, time: Timekeeper
    ) {
        self.book = book
        self.epoch = epoch
        self.archives = archives
        self.events = events
        self.time = time
    }

    /// A crash loses as much of the ledger's time at most.
    package static let interval: Duration = .seconds(600)

    /// Runs until graceful shutdown.
    /// - Throws: an error of the ledger.
    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            var counted = time.elapsed()
            repeat {
                try await count(from: &counted)
                for archive in archives where archive.days > 0 { try await sweep(archive) }
            } while (try? await time.sleep(Self.interval)) != nil
            try await count(from: &counted)
        }
    }

    /// What finds no room is counted with the next.
    private func count(from counted: inout Duration) async throws {
        let now = time.elapsed()
        guard now > counted + .seconds(1) else { return }
        do throws(LedgerError) {
            try await book.addRunningTime(now - counted, under: epoch)
            counted = now
        } catch {
            guard error.code == .noRoom else { throw error }
        }
    }

    private func sweep(_ archive: Archive) async throws {
        let age: Duration = .seconds(archive.days * 86_400)
        do {
            while !Task.isCancelled {
                let files = try await book.archived(in: archive.outbox.share.path, longerThan: age, limit: Self.batch)
                for file in files { try await remove(file, from: archive) }
                if files.isEmpty { return }
            }
        } catch let error as LedgerError where error.code == .noRoom {
            // What was removed is found to be gone the next time.
        }
    }

    /// What cannot be removed stays for as long once more, and keeps none of the others.
    private func remove(_ file: ArchivedFile, from archive: Archive) async throws {
        do throws(FileError) {
            _ = try archive.outbox.remove(file)
        } catch {
            events.record(.service(.trouble(Self.cannotRemove(error))))
            return try await book.note([file], under: epoch)
        }
        try await book.forget(file, under: epoch)
    }

    private static let batch = 200

    private static func cannotRemove(_ error: FileError) -> Failure {
        Failure(
            .disk, "An archived original whose time is over cannot be removed.",
            remedy: "It stays for as long once more; look at the permissions of archive/.", cause: error.description)
    }
}
