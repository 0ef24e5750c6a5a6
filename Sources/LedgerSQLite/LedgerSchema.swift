// The tables, and how a file of an earlier version becomes one of this.

import GRDB

/// The layout of a ledger's file.
///
/// Jobs, sessions and accounts are kept as documents; the columns beside them exist to be searched and are derived
/// from the document at every write (``JobColumns``).
enum LedgerSchema {
    /// Marks a file as a ledger, at byte 68 of its header ("Ltak").
    static let applicationID: Int64 = 0x4C74_616B

    /// Each version's step from the one before. A step that was released is never changed again.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: epochsAndClaims)
            try db.execute(sql: lanesAndJobs)
            try db.execute(sql: sessionsAndAccounts)
            try db.execute(sql: requests)
            try db.execute(sql: archive)
        }
        return migrator
    }

    /// Whether a file is a ledger, or still nothing at all.
    static func isLedger(_ db: Database) throws -> Bool {
        let mark = try Int64.fetchOne(db, sql: "PRAGMA application_id")
        let strangers = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE tbl_name NOT LIKE 'grdb!_%' ESCAPE '!')"
        return try mark == applicationID || Bool.fetchOne(db, sql: strangers) == false
    }

    /// A claim is a row for as long as it holds. `UNIQUE` says that a job, and a lane, is in one pair of hands at most;
    /// `AUTOINCREMENT` that no number comes back. A job that only gives its files back takes no lane.
    private static let epochsAndClaims = """
        CREATE TABLE epochs (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            holder TEXT NOT NULL,
            began INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE claims (
            fence INTEGER PRIMARY KEY AUTOINCREMENT,
            job INTEGER NOT NULL UNIQUE REFERENCES jobs,
            lane INTEGER UNIQUE REFERENCES lanes,
            epoch INTEGER NOT NULL REFERENCES epochs
        ) STRICT;
        """

    /// A lane knows its first job in line (`head`) and when that can be claimed (`due`, as ``JobColumns/due``), so that
    /// finding the next job costs the same whether there are ten lanes or ten thousand. The lanes of clips directly in an
    /// inbox take turns together, as one; `inbox` tells which, and is `NULL` for a project. The smallest `turn` is next:
    /// it is twice the fence of the last claim, an order that no clock can disturb. Who steps into the round takes the
    /// odd number before that of whoever was served last. A job's `place` counts as long as it is in line.
    private static let lanesAndJobs = """
        CREATE TABLE inboxes (
            id INTEGER PRIMARY KEY,
            root TEXT NOT NULL UNIQUE,
            turn INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE lanes (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            inbox INTEGER REFERENCES inboxes,
            turn INTEGER NOT NULL DEFAULT 0,
            head INTEGER,
            due INTEGER
        ) STRICT;
        CREATE INDEX lanes_by_turn ON lanes (inbox, due, turn, head) WHERE due IS NOT NULL;
        CREATE INDEX lanes_by_due ON lanes (due) WHERE due IS NOT NULL;
        CREATE INDEX lanes_in_use ON lanes (inbox) WHERE head IS NOT NULL;

        CREATE TABLE jobs (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            lane INTEGER NOT NULL REFERENCES lanes,
            condition TEXT NOT NULL,
            is_over INTEGER NOT NULL,
            in_line INTEGER NOT NULL,
            place INTEGER NOT NULL,
            due INTEGER,
            return_due INTEGER,
            likeness TEXT NOT NULL,
            name_hash TEXT NOT NULL,
            identity TEXT,
            session TEXT,
            document TEXT NOT NULL
        ) STRICT;
        CREATE INDEX jobs_in_line ON jobs (lane, place) WHERE in_line = 1;
        CREATE INDEX jobs_to_return ON jobs (return_due, seq) WHERE return_due IS NOT NULL;
        CREATE INDEX jobs_by_likeness ON jobs (likeness, seq);
        CREATE INDEX jobs_by_name ON jobs (name_hash, seq);
        CREATE INDEX jobs_by_identity ON jobs (identity, seq) WHERE identity IS NOT NULL;
        CREATE INDEX jobs_unread ON jobs (likeness, seq) WHERE identity IS NULL AND is_over = 0;
        CREATE INDEX jobs_by_session ON jobs (session, seq) WHERE session IS NOT NULL;
        CREATE INDEX jobs_unsettled ON jobs (seq) WHERE in_line = 1;
        CREATE INDEX jobs_unfinished ON jobs (seq) WHERE is_over = 0;
        CREATE INDEX jobs_by_condition ON jobs (condition, seq);

        CREATE TABLE journal (
            entry INTEGER PRIMARY KEY,
            job INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
            time INTEGER NOT NULL,
            record TEXT NOT NULL
        ) STRICT;
        CREATE INDEX journal_by_job ON journal (job, entry);
        """

    private static let sessionsAndAccounts = """
        CREATE TABLE sessions (
            entry INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            project TEXT,
            is_alive INTEGER NOT NULL,
            opened INTEGER NOT NULL,
            document TEXT NOT NULL
        ) STRICT;
        CREATE INDEX sessions_living ON sessions (project, opened) WHERE is_alive = 1;

        CREATE TABLE drafts (
            entry INTEGER PRIMARY KEY,
            render TEXT NOT NULL UNIQUE,
            draft BLOB NOT NULL
        ) STRICT;

        CREATE TABLE accounts (
            entry INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            document TEXT NOT NULL
        ) STRICT;
        """

    /// `noted` is a time of `running_time`, which counts how long daemons have run with this ledger.
    private static let archive = """
        CREATE TABLE running_time (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            milliseconds INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE archived (
            id INTEGER PRIMARY KEY,
            root TEXT NOT NULL,
            path BLOB NOT NULL,
            noted INTEGER NOT NULL,
            document TEXT NOT NULL,
            UNIQUE (root, path)
        ) STRICT;
        CREATE INDEX archived_by_age ON archived (root, noted, id);
        """

    /// What people ask of the daemon from other processes, and what it answered.
    private static let requests = """
        CREATE TABLE requests (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            asked INTEGER NOT NULL,
            document TEXT NOT NULL,
            answer TEXT
        ) STRICT;
        CREATE INDEX requests_open ON requests (number) WHERE answer IS NULL;
        """
}
