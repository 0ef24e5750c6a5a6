// What becomes of a job whose ledger is lost: its files come back through failed/, with that reason.

import CountingBackend
import EndToEndSupport
import Foundation
import Testing

extension ScratchShare<CountingServer> {
    /// The ledger's file and its companions.
    var ledgerNames: [String] { ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] }

    func removeLedger() {
        for name in ledgerNames { try? FileManager.default.removeItem(atPath: state + "/" + name) }
    }

    /// The files of a lost job are back, each once, with the reason beside them.
    func hasReturned(_ stem: String, by daemon: ProgramUnderTest, location: SourceLocation = #_sourceLocation) {
        let account = Comment(rawValue: account(of: daemon))
        let returned = names(in: "failed").filter { $0.hasPrefix(stem) }
        #expect(returned == ["\(stem).log", "\(stem).mp4", "\(stem).prompt.txt"], account, sourceLocation: location)
        let log = text(of: "failed/\(stem).log")
        #expect(log.hasPrefix("The service lost its records"), "\(log)", sourceLocation: location)
        #expect(log.contains("Nothing was sent again."), "\(log)", sourceLocation: location)
        #expect(whereabouts(of: Data(backend.clip)).contains("failed/\(stem).mp4"), account, sourceLocation: location)
        #expect(tornFiles == [], account, sourceLocation: location)
        #expect(names(in: ".longtake/claimed").isEmpty, account, sourceLocation: location)
    }
}
