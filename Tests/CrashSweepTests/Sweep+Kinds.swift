// The sweeps, and what of each stands in `make test`.

import EndToEndSupport
import Testing

extension Sweep: CustomTestStringConvertible {
    var testDescription: String { name }

    static let kinds = [
        Sweep(
            name: "kill -9", scenario: .delivering, fault: .kill,
            always: [
                "fdatasync state/ledger.sqlite", "renameat share/.longtake/.longtake-write-X",
                "renameat state/.client-id.new", "renameat2 share/inbox/clip.mp4",
                "renameat2 share/inbox/clip.prompt.txt", "renameat state/.anonymous-token.new",
                "* backend, POST /run_sse", "* backend, POST /api/render/proxy/lambda",
                "pwrite64 share/.longtake/claimed/ID/result.mp4", "renameat2 share/.longtake/claimed/ID/result.mp4",
                "fsync share/outbox", "renameat2 share/.longtake/claimed/ID/files/clip.mp4",
                "unlinkat share/.longtake/claimed/ID",
                // Every record of the job, intents and outcomes, is one of these.
                "fdatasync state/ledger.sqlite-wal #*",
            ], ofLedger: 4, others: 6, least: 200),
        Sweep(
            name: "ENOSPC, once", scenario: .delivering, fault: .error("ENOSPC"),
            always: [
                "write share/.longtake/claimed/ID/manifest.json", "write share/outbox/clip.log",
                "write state/.anonymous-token.new", "pwrite64 share/.longtake/claimed/ID/result.mp4",
                "mkdirat share/archive/ID", "pwrite64 state/ledger.sqlite-wal",
            ], ofLedger: 3, others: 4, least: 200),
        Sweep(
            name: "EIO, once", scenario: .delivering, fault: .error("EIO"),
            always: [
                "renameat2 share/inbox/clip.prompt.txt", "pwrite64 share/.longtake/claimed/ID/result.mp4",
                "fsync share/.longtake/claimed/ID/result.mp4", "fsync share/outbox",
                "renameat2 share/.longtake/claimed/ID/files/clip.mp4", "fdatasync state/ledger.sqlite-wal",
            ], ofLedger: 3, others: 4, least: 200),
        Sweep(
            name: "a full disk", scenario: .delivering, fault: .fullDisk,
            always: [
                "write share/.longtake/claimed/ID/manifest.json", "write share/outbox/clip.log",
                "pwrite64 share/.longtake/claimed/ID/result.mp4", "pwrite64 state/ledger.sqlite-wal",
            ], ofLedger: 2, others: 2, least: 200),
        Sweep(
            name: "kill -9 while a result is handed out again", scenario: .handingOut, fault: .kill,
            always: [
                "* backend, POST /api/render/proxy/lambda", "pwrite64 share/.longtake/claimed/ID/result.mp4",
                "renameat2 share/.longtake/claimed/ID/result.mp4",
            ], ofLedger: 3, others: 3, least: 100),
        Sweep(
            name: "kill -9 while originals come back", scenario: .returning, fault: .kill,
            always: [
                "renameat2 share/outbox/clip.log", "renameat2 share/.longtake/claimed/ID/files/clip.mp4",
                "renameat2 share/.longtake/claimed/ID/ready.log", "unlinkat share/.longtake/claimed/ID/files",
                "unlinkat share/.longtake/claimed/ID",
            ], ofLedger: 0, others: 4, least: 40),
    ]
}
