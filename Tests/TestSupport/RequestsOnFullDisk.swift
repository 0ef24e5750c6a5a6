// A request box whose disk can be full: nothing can be left in it or answered until there is room.

import JobModel
import Ledger
import Synchronization

/// Passes everything on to another box; while the disk is full nothing can be written.
package final class RequestsOnFullDisk: RequestTray {
    private let tray: any RequestTray
    private let isFull = Atomic(true)

    package init(_ tray: any RequestTray) { self.tray = tray }

    package func makeRoom() { isFull.store(false, ordering: .relaxed) }

    private func requireRoom() throws(LedgerError) {
        if isFull.load(ordering: .relaxed) { throw LedgerError(.noRoom, "The disk is full.") }
    }

    package func leave(_ request: JobRequest, at time: Timestamp) async throws(LedgerError) -> Int64 {
        try requireRoom()
        return try await tray.leave(request, at: time)
    }

    package func answer(to number: Int64) async throws(LedgerError) -> RequestAnswer? {
        try await tray.answer(to: number)
    }

    package func openRequests() async throws(LedgerError) -> [NumberedRequest] { try await tray.openRequests() }

    package func answer(
        _ number: Int64, with answer: RequestAnswer, under epoch: Epoch
    ) async throws(LedgerError) {
        try requireRoom()
        try await tray.answer(number, with: answer, under: epoch)
    }
}
