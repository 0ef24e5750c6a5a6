// The one place where events become lines of the service's own log.

import JobModel
import Logging

/// Writes every event to a logger.
package struct DaemonLog: EventSink {
    private let logger: Logger

    package init(_ logger: Logger) { self.logger = logger }

    package func record(_ event: DaemonEvent) {
        switch event {
        case .service(let event): log(event)
        case .watching(let event): logger.log(level: event.isTrouble ? .warning : .info, "\(event)")
        case .intake(let event): log(event)
        case .job(let id, let event): log(event, of: id)
        }
    }

    private func log(_ event: ServiceEvent) {
        switch event {
        case .started(let version, let roots, let state, let backend):
            let watched = roots.joined(separator: ", ")
            let line = "longtake \(version) watches \(watched) (state in \(state), backend \(backend))"
            logger.info("\(line.shownOnOneLine)")
        case .settingsWarning(let warning): logger.warning("\(warning.shownOnOneLine)")
        case .syncedRoot(let sentence, let isSettled):
            logger.log(level: isSettled ? .notice : .warning, "\(sentence.shownOnOneLine)")
        case .draining(let deadline):
            logger.info("stopping: running steps have \(ClockText.span(deadline)) to finish, the rest resumes later")
        case .stopped: logger.info("stopped")
        case .trouble(let failure): logger.error("\(failure.description.shownOnOneLine)", metadata: cause(of: failure))
        }
    }

    private func log(_ event: IntakeEvent) {
        switch event {
        case .scanned(let folder, let files): logger.debug("scanned inbox/\(folder): \(files) files")
        case .holding(let path, let reason): logger.debug("inbox/\(path) is not complete yet: \(reason.shownOnOneLine)")
        case .notTaken(let path, let reason): logger.warning("inbox/\(path) was not taken: \(reason.shownOnOneLine)")
        case .recovered(let id, let wasFinished):
            let outcome = wasFinished ? "its files are all here, it goes on" : "its files are back in the inbox"
            logger.notice("a crash interrupted the pick-up: \(outcome)", metadata: ["job": "\(id)"])
        case .orphanReturned(let name):
            let job = name.shownOnOneLine
            logger.error("the ledger does not know job \(job), whose files were claimed: they went to failed/")
        }
    }

    private func log(_ event: JobEvent, of id: JobID) {
        let metadata: Logger.Metadata = ["job": "\(id)"]
        switch event {
        case .uploading, .downloading, .rendering:
            logger.trace("\(EditorSentence.text(for: event) ?? "\(event)")", metadata: metadata)
        case .working(let tool): logger.debug("the backend runs \(tool.shownOnOneLine)", metadata: metadata)
        case .failed(let failure):
            logger.warning(
                "\(failure.description.shownOnOneLine)",
                metadata: metadata.merging(cause(of: failure)) { first, _ in first })
        case .waiting: logger.notice("\(EditorSentence.text(for: event) ?? "waiting")", metadata: metadata)
        case .logUnwritable(let reason):
            logger.warning("the editor's log: \(reason.shownOnOneLine)", metadata: metadata)
        default:
            guard let sentence = EditorSentence.text(for: event) else { return }
            logger.info("\(sentence.shownOnOneLine)", metadata: metadata)
        }
    }

    private func cause(of failure: Failure) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["code": "\(failure.code.rawValue)"]
        if let cause = failure.cause { metadata["cause"] = "\(cause.shownOnOneLine)" }
        return metadata
    }
}
