// Hands each consumer its part of the settings, in the words the consumer uses.

import Intake
import JobModel
import NemoAPI
import Outbox
import Pipeline
import SystemPackage
import Watching

extension Settings {
    var watching: WatchingSettings {
        var watching = WatchingSettings()
        watching.rescan = intake.rescan
        watching.poll = intake.poll
        return watching
    }

    var patience: Intake.IntakeSettings {
        var patience = Intake.IntakeSettings()
        patience.settle = intake.settle
        patience.settlePrompt = intake.settlePrompt
        patience.settleRemote = intake.settleRemote
        patience.lone = intake.lone
        patience.reminder = intake.reminder
        patience.incompleteNote = intake.incompleteNote
        patience.incompleteFail = intake.incompleteFail
        patience.maxFile = intake.maxFile
        return patience
    }

    var pipeline: PipelineSettings {
        var pipeline = PipelineSettings()
        pipeline.workers = work.workers
        pipeline.uploads = work.uploads
        pipeline.drain = work.drain
        pipeline.message = MessageLimits(
            total: timing.message.limit, heartbeats: timing.message.heartbeatLimit, idle: timing.message.idleLimit)
        pipeline.stillWorking = timing.message.stillWorking
        pipeline.quietCheck = timing.message.quietCheck
        pipeline.recheckFirst = timing.recheck.first
        pipeline.recheckNext = timing.recheck.next
        pipeline.recheckCount = timing.recheck.count
        pipeline.renderPoll = timing.render.poll
        pipeline.renderLimit = timing.render.limit
        pipeline.rateLimitWait = timing.rateLimitWait
        pipeline.creditsPoll = timing.creditsPoll
        pipeline.breaker = timing.breaker
        pipeline.retry = timing.retry
        return pipeline
    }

    /// - Parameters:
    ///   - api: the backend's address, known only once an embedded backend listens.
    ///   - programPath: where the program is installed, which tells the platform (PROTOCOL 1).
    func client(api: NemoAPI.BackendAddress, web: NemoAPI.BackendAddress, programPath: String) -> NemoSettings {
        NemoSettings(
            api: api, web: web, skillVersion: backend.version.text,
            platform: backend.platform?.text ?? BackendSettings.platform(installedAt: programPath),
            uploadSizeLimit: intake.maxFile)
    }
}

extension RootSettings {
    var outbox: OutboxSettings {
        var outbox = OutboxSettings()
        outbox.originals = originals == .delete ? .delete : .archive
        outbox.duplicates = duplicates == .redo ? .redo : .reuse
        outbox.mode = UInt32(outputMode.rawValue)
        return outbox
    }
}
