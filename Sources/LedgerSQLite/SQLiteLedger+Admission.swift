// How jobs come in: admitted, then confirmed when their files are all taken, or withdrawn.

import GRDB
import JobModel
import Ledger

extension SQLiteLedger {
    package func admit(_ job: Job, under epoch: Epoch) async throws(LedgerError) {
        try await store.write { db in
            try Self.require(epoch, in: db)
            guard try JobRow.find(job.id, in: db) == nil else {
                throw LedgerError(.conflict, "There is already a job \(job.id).")
            }
            try JobRow.insert(job, in: db)
        }
    }

    package func withdraw(_ id: JobID, under epoch: Epoch, at time: Timestamp) async throws(LedgerError) {
        try await store.write { db in
            try Self.require(epoch, in: db)
            let row = try JobRow.require(id, in: db)
            if row.job.reopening != nil {
                _ = try row.taking(.reopeningUndone, at: time, in: db)
                return
            }
            guard row.job.state == .active(.arriving) else {
                throw LedgerError(
                    .illegalRecord, "Job \(id) in state \(row.job.state) cannot be withdrawn: it has begun.")
            }
            try row.delete(in: db)
        }
    }

    package func confirmClaimed(
        _ id: JobID, under epoch: Epoch, at time: Timestamp
    ) async throws(LedgerError) -> Job {
        try await store.write { db in
            try Self.require(epoch, in: db)
            return try JobRow.require(id, in: db).taking(.claimed, at: time, in: db)
        }
    }
}
