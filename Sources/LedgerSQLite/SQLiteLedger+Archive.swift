// What lies in the archives, with the ledger's own time beside it.

import Foundation
import GRDB
import JobModel
import Ledger

extension SQLiteLedger: ArchiveBook {
    package func note(_ files: [ArchivedFile], under epoch: Epoch) async throws(LedgerError) {
        try await store.write { db in
            try Self.require(epoch, in: db)
            for file in files {
                try db.execute(
                    sql: """
                        INSERT INTO archived (root, path, noted, document)
                        VALUES (:root, :path, (SELECT coalesce(max(milliseconds), 0) FROM running_time), :document)
                        ON CONFLICT (root, path) DO UPDATE SET noted = excluded.noted, document = excluded.document
                        """,
                    arguments: ["root": file.root, "path": file.path.key, "document": try file.document()])
            }
        }
    }

    package func addRunningTime(_ duration: Duration, under epoch: Epoch) async throws(LedgerError) {
        try await store.write { db in
            try Self.require(epoch, in: db)
            try db.execute(
                sql: """
                    INSERT INTO running_time (id, milliseconds) VALUES (1, :more)
                    ON CONFLICT (id) DO UPDATE SET milliseconds = milliseconds + excluded.milliseconds
                    """,
                arguments: ["more": max(0, duration.inMilliseconds)])
        }
    }

    package func archived(
        in root: String, longerThan age: Duration, limit: Int
    ) async throws(LedgerError) -> [ArchivedFile] {
        try await store.read { db in
            try String.fetchAll(
                db, sql: Self.archivedLongAgo,
                arguments: ["root": root, "age": age.inMilliseconds, "limit": max(0, limit)]
            ).map(ArchivedFile.init(document:))
        }
    }

    package func forget(_ file: ArchivedFile, under epoch: Epoch) async throws(LedgerError) {
        try await store.write { db in
            try Self.require(epoch, in: db)
            try db.execute(
                sql: "DELETE FROM archived WHERE root = ? AND path = ?", arguments: [file.root, file.path.key])
        }
    }

    static let archivedLongAgo = """
        SELECT document FROM archived
        WHERE root = :root AND noted < (SELECT max(milliseconds) FROM running_time) - :age
        ORDER BY noted, id LIMIT :limit
        """
}

extension RelativePath {
    /// Its bytes, which need not be text.
    fileprivate var key: Data { Data(bytes) }
}
