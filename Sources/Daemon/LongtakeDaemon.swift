// The daemon, put together: the only place where drivers are chosen, read top to bottom.

import CLinux
import FileAccess
import Inspection
import Intake
import JobModel
import Ledger
import LedgerSQLite
import LocalBackend
import Logging
import NemoAPI
import Outbox
import Pipeline
import ServiceLifecycle
import SystemPackage
import Telemetry
import Timing
import UnixSignals
import Watching

/// One daemon from start to stop.
package struct LongtakeDaemon: Sendable {
    /// What the daemon is given by its surroundings.
    package struct Surroundings: Sendable {
        /// Where the main executable is; `longtake-watch` lies beside it.
        package var programPath: String
        /// The value of `PATH`, for ffmpeg and ffprobe.
        package var searchPath: String
        package var processID: Int32
        package var time: Timekeeper
        package var newUUID: @Sendable () -> String
        package var logger: Logger
        /// Hears every event, beside the log.
        package var listener: (any EventSink)?

        package init(
            programPath: String, searchPath: String, processID: Int32, time: Timekeeper,
            newUUID: @escaping @Sendable () -> String, logger: Logger, listener: (any EventSink)? = nil
        ) {
            self.programPath = programPath
            self.searchPath = searchPath
            self.processID = processID
            self.time = time
            self.newUUID = newUUID
            self.logger = logger
            self.listener = listener
        }
    }

    private let settings: Settings
    let surroundings: Surroundings
    private let state: StateFolder
    private let shares: [(share: ShareRoot, settings: RootSettings)]
    private let locks: DaemonLocks
    private let stopping = StopSwitch()
    let events: any EventSink

    /// Opens and locks everything. Nothing is changed in a root that is not the one it was.
    /// - Throws: ``StartProblem``.
    package init(settings: Settings, surroundings: Surroundings) throws(StartProblem) {
        self.settings = settings
        self.surroundings = surroundings
        let sinks: [any EventSink] = [DaemonLog(surroundings.logger)] + [surroundings.listener].compactMap { $0 }
        events = EventFanOut(sinks)

        state = try StateFolder(settings.state.string)
        let marker = RootMarker(state: state)
        var shares: [(ShareRoot, RootSettings)] = []
        for root in settings.roots {
            try marker.check(rootAt: root.path.string)
            do { shares.append((try ShareRoot.open(root.path.string), root)) } catch {
                throw StartProblem(error, "\(error)")
            }
        }
        self.shares = shares
        let holder = "longtake \(LongtakeVersion.current), process \(surroundings.processID)"
        locks = try DaemonLocks(state: state, roots: shares.map(\.0), holder: holder)
        for (share, _) in shares {
            try marker.remember(share, newID: surroundings.newUUID)
            for finding in SyncedRoot(path: share.path).settle() {
                switch finding {
                case .nothingToDo: break
                case .leftOut(let sentence): events.record(.service(.syncedRoot(sentence, isSettled: true)))
                case .toBeLeftOut(let sentence): events.record(.service(.syncedRoot(sentence, isSettled: false)))
                }
            }
        }
    }

    /// Begins to stop it, as SIGTERM does.
    package func stop() { stopping.turn() }

    /// Runs until SIGTERM, SIGINT or ``stop()``, then drains.
    /// - Throws: ``StartProblem``, or what made the daemon useless.
    package func run() async throws {
        // A core file would hold the token (FIELD-FACTS 3).
        _ = clinux_forbid_dumps()
        let ledger: SQLiteLedger
        do { ledger = try SQLiteLedger(path: state.ledgerPath) } catch {
            throw StartProblem(error, "\(error)")
        }
        switch settings.backend.address {
        case .remote(let address):
            guard let api = NemoAPI.BackendAddress(address.text) else {
                throw StartProblem(.configuration, "backend.url \(address.text) is no address")
            }
            try await serve(ledger, api: api)
        case .local:
            try await EmbeddedBackend(settings: settings, state: state, surroundings: surroundings).whileRunning {
                api in
                try await serve(ledger, api: api)
            }
        }
        try ledger.close()
        events.record(.service(.stopped))
    }

    private func serve(_ ledger: SQLiteLedger, api: NemoAPI.BackendAddress) async throws {
        let client = try client(api: api)
        let result: Result<Void, any Error>
        do { result = .success(try await serve(ledger, by: client)) } catch { result = .failure(error) }
        await client.shutdown()
        try result.get()
    }

    /// The services in the order of their start; they stop in reverse.
    private func serve(_ ledger: SQLiteLedger, by client: NemoClient) async throws {
        let time = surroundings.time
        let requests = ledger
        let ledger = PatientLedger(
            ledger: ledger, events: events, time: time, interval: settings.timing.creditsPoll)
        let epoch = try await ledger.beginEpoch(
            holder: "longtake \(LongtakeVersion.current)", at: time.wall())
        try await EpochMemory(state: state).check(epoch, of: ledger)
        let gates = CallGates(
            settings: GateSettings(settings.pipeline), accounts: try await ledger.accounts(), time: time,
            readBalance: { () async throws(APIFailure) in try await client.balance() })
        let magic = try MagicDatabase()
        let bell = Bell(time: time)
        let outboxes = shares.map { share, settings in
            let outbox = ShareOutbox(share: share, settings: settings.outbox)
            return JobRun.RootOutbox(outbox: outbox, log: EditorLog(outbox: outbox, events: events, now: time.wall))
        }
        let workshop = JobRun.Workshop(
            ledger: ledger, epoch: epoch, client: client, media: await mediaCheck(magic),
            outboxes: Dictionary(uniqueKeysWithValues: outboxes.map { ($0.outbox.share.path, $0) }),
            settings: settings.pipeline, events: events, time: time, appointments: SteadyClock(time), gates: gates,
            requests: requests, archiveBook: requests,
            newRenderID: { [newUUID = surroundings.newUUID] in RenderID("render_\(newUUID().lowercased())") })

        let firstLooks = FirstLooks(of: shares.map(\.share.path), time: time)
        let pool = WorkerPool(
            ledger: ledger, epoch: epoch, settings: settings.pipeline, workshop: workshop, bell: bell,
            start: firstLooks.wait)
        var services: [any Service] = []
        var shelves: [String: RequestDesk.Shelf] = [:]
        for root in outboxes {
            let driver = try FilesystemKind.of(root.outbox.share.inbox).driver
            let watcher = driver.watcher(
                root: root.outbox.share.path + "/inbox", program: watchProgram, settings: settings.watching,
                clock: .continuous, sink: events)
            services.append(watcher)
            let claimer = DropClaimer(share: root.outbox.share, ledger: ledger, epoch: epoch, now: time.wall)
            shelves[root.outbox.share.path] = RequestDesk.Shelf(claimer: claimer, outbox: root.outbox, log: root.log)
            services.append(intake(of: root, watcher, driver, claimer, requests, magic, pool, firstLooks))
        }
        services.append(
            RequestDesk(
                requests: requests, ledger: ledger, epoch: epoch, shelves: shelves, events: events, time: time,
                start: firstLooks.wait, stop: pool.cancel, changed: { bell.ring() }))
        services.append(
            TokenWatch(tokens: client.tokens, time: time) {
                // A ledger that fails here fails the pool as well, which ends the daemon.
                try? await pool.wake(waitingFor: [.token])
            })
        services.append(pool)
        let archives = zip(outboxes, shares).map { root, share in
            ArchiveSweep.Archive(outbox: root.outbox, days: share.settings.archiveDays)
        }
        services.append(ArchiveSweep(book: requests, epoch: epoch, archives: archives, events: events, time: time))

        events.record(
            .service(
                .started(
                    version: LongtakeVersion.current, roots: shares.map(\.share.path), state: state.path,
                    backend: client.settings.api.host)))
        let guarding = ServiceGroupConfiguration.ServiceConfiguration(
            service: RootGuard(roots: shares.map(\.share), interval: settings.watching.poll, time: time),
            failureTerminationBehavior: .gracefullyShutdownGroup)
        var configuration = ServiceGroupConfiguration(
            services: [guarding] + services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint],
            logger: surroundings.logger)
        // The pool keeps the drain deadline itself; this only catches a service that does not stop at all.
        configuration.maximumGracefulShutdownDuration = settings.work.drain + .seconds(10)
        let group = ServiceGroup(configuration: configuration)
        let stop = Task { [stopping] in
            await stopping.turned()
            await group.triggerGracefulShutdown()
        }
        defer { stop.cancel() }
        try await group.run()
    }

    private func intake(
        of root: JobRun.RootOutbox, _ watcher: any FolderWatcher, _ driver: WatchingDriver, _ claimer: DropClaimer,
        _ requests: any RequestBox, _ magic: MagicDatabase, _ pool: WorkerPool, _ firstLooks: FirstLooks
    ) -> InboxIntake {
        let time = surroundings.time
        let newUUID = surroundings.newUUID
        let tools = IntakeDesk.Tools(
            claimer: claimer,
            inspector: DropInspector(settings: settings.patience, magic: magic),
            outbox: root.outbox, log: root.log, events: events, time: time, requests: requests,
            newID: { JobID(uuid: newUUID()) }, admitted: pool.welcome)
        let desk = IntakeDesk(
            tools: tools, settings: settings.patience, trust: driver == .events ? .events : .pollingOnly)
        let root = root.outbox.share.path
        return InboxIntake(watcher: watcher, desk: desk, time: time) { firstLooks.note(root) }
    }

    private func client(api: NemoAPI.BackendAddress) throws -> NemoClient {
        let backend = settings.backend
        guard let web = NemoAPI.BackendAddress(backend.web.text) else {
            throw StartProblem(.configuration, "backend.web_url \(backend.web.text) is no address")
        }
        let credentials = CredentialSources(
            givenToken: backend.token?.reveal(), tokenFile: backend.tokenFile?.string, stateFolder: state.path,
            clientID: backend.clientID?.text, makeUUID: surroundings.newUUID)
        return NemoClient(
            settings: settings.client(api: api, web: web, programPath: surroundings.programPath),
            credentials: credentials, now: surroundings.time.wall)
    }

    private var watchProgram: String {
        FilePath(surroundings.programPath).removingLastComponent().appending("longtake-watch").string
    }
}

extension JobID {
    /// The first twelve hexadecimal digits of a UUID: enough to be unique in a ledger, which checks it, and short
    /// enough to be read out.
    init(uuid: String) { self.init(String(uuid.lowercased().filter { $0 != "-" }.prefix(12))) }
}
