// What the files of one stem come to: drops to take, things to wait for, notes to leave.

import FileAccess
import Inspection
import JobModel
import Ledger
import Outbox
import Telemetry

extension IntakeDesk {
    func judge(_ group: InboxIndex.Group) async throws {
        forgetLook(at: group)
        // Those that should lie beside the files.
        var notes: Set<InboxNote> = []
        lookIntoNotes(of: group)
        judgeObstacles(in: group, &notes)
        let pairing = Pairing(of: usable(in: group))
        for drop in pairing.drops { try await judge(drop, in: group, &notes) }
        for media in pairing.loneMedia { try await judgeLone(media, in: group, &notes) }
        for prompt in pairing.lonePrompts { try await judgeLone(prompt: prompt, in: group, &notes) }
        for prompt in pairing.followUps { try await judge(followUp: prompt, in: group, &notes) }
        judge(unclear: pairing.unclear, in: group, &notes)
        reconcileNotes(of: group, with: notes)
        if let note = cancelNote(in: group) {
            try await cancel(by: note, in: group)
        } else {
            askedToStop[group] = nil
        }
        if group.key == Self.defaults { lookAgainBelow(group.folder) }
    }

    /// The names that can be part of a drop: what is a file, and of our own notes those that were written into. Beside
    /// one of these an empty prompt is none.
    func usable(in group: InboxIndex.Group) -> [FileName] {
        let files = index[group].filter { $0.value.obstacle == nil }
        let written = files.filter { isWrittenNote($0.key, $0.value) }.map(\.key)
        return written
            + files.filter { name, sighting in
                switch DropName(name) {
                case .note: false
                case .prompt, .promptOfFile: written.isEmpty || !isEmptyPrompt(sighting)
                default: true
                }
            }.map(\.key)
    }

    /// Whether a clip is there, or what stands for one, in whatever condition.
    func holdsMedia(_ group: InboxIndex.Group) -> Bool {
        index[group].keys.contains { DropName($0)?.isMedia == true }
    }

    /// Since when files are as they are.
    func lastChange(of names: [FileName], in group: InboxIndex.Group) -> Duration {
        names.compactMap { index[group][$0]?.since }.max() ?? now
    }

    /// Where a drop of a stem comes from.
    func origin(of stem: FileName, in group: InboxIndex.Group) -> Origin {
        Origin(root: tools.claimer.share.path, folder: group.folder, stem: stem)
    }

    /// Whether it is a note that asks for a prompt and holds one.
    func isWrittenNote(_ name: FileName, _ sighting: Sighting) -> Bool {
        guard case .note(.waitingForPrompt, _)? = DropName(name), let report = sighting.report else { return false }
        return !report.isUntouchedNote
    }

    // MARK: Drops

    private func judge(_ drop: Drop, in group: InboxIndex.Group, _ notes: inout Set<InboxNote>) async throws {
        switch readiness(of: drop, in: group) {
        case nil: return
        case .take?: return try await take(drop, in: group)
        case .wait?, .hold?, .inspect?: break
        }
        try await judgeUnfinished(drop, in: group, &notes)
        if let prompt = drop.prompt, let sighting = index[group][prompt], isEmptyPrompt(sighting) {
            remind(.waitingForPrompt, drop.stem, about: [prompt], in: group, &notes)
        }
        if let prompt = drop.prompt { judgeEndless(prompt, of: drop.stem, in: group, &notes) }
    }

    /// What a drop needs, everything about it having been looked into.
    /// - Returns: `nil` when a file is gone, or cannot be looked at now.
    func readiness(of drop: Drop, in group: InboxIndex.Group) -> Readiness? {
        // Every inspection settles one file, so this ends.
        for _ in 0...drop.names.count {
            let readiness = Readiness.of(drop, sightings: index[group], settings: settings, trust: trust, now: now)
            switch readiness {
            case .inspect(let name):
                guard inspect(name, in: group) else { return nil }
                continue
            case .wait(let until, let reason):
                lookAgain(at: group, by: until)
                hold(group.folder / drop.stem, reason)
            case .hold(let reason): hold(group.folder / drop.stem, reason)
            case .take: break
            }
            return readiness
        }
        return nil
    }

    /// - Returns: whether something is known about the file now.
    @discardableResult
    func inspect(_ name: FileName, in group: InboxIndex.Group) -> Bool {
        let path = group.folder / name
        do {
            let inspected = try tools.inspector.inspect(name, in: inbox.directory(group.folder))
            let obstacle: Obstacle? = if case .untouchable(let found) = inspected.report.finding { found } else { nil }
            _ = index.see(path, inspected.condition, isClosed: false, obstacle: obstacle, at: now)
            index.keep(inspected.report, of: name, in: group, for: inspected.condition)
            return true
        } catch {
            if (error as? FileError)?.isMissing == true { index.forget(path) } else { hold(path, "\(error)") }
            return false
        }
    }

    // MARK: What stays incomplete

    /// Tells of clips that stay incomplete, and gives them back in the end (FOLDER-CONTRACT 2).
    func judgeUnfinished(_ drop: Drop, in group: InboxIndex.Group, _ notes: inout Set<InboxNote>) async throws {
        judgeUnreadable(drop.names, of: drop.stem, in: group, &notes)
        for name in drop.media {
            guard let sighting = index[group][name], let report = sighting.report, let reason = report.shortcoming
            else { continue }
            let note = InboxNote(.looksIncomplete, of: drop.stem, saying: "\(name) \(reason).")
            if now >= sighting.since + settings.incompleteNote { notes.insert(note) }
            if now >= sighting.since + settings.incompleteFail, report.isFreeOfWriters != false {
                return try await take(drop, in: group, refusal: .staysIncomplete(name, reason))
            }
            let next =
                now < sighting.since + settings.incompleteNote ? settings.incompleteNote : settings.incompleteFail
            if now < sighting.since + next { lookAgain(at: group, by: sighting.since + next) }
        }
    }

    /// Tells of files that the daemon may not read.
    func judgeUnreadable(
        _ names: [FileName], of stem: FileName, in group: InboxIndex.Group, _ notes: inout Set<InboxNote>
    ) {
        for name in names {
            guard case .unreadable? = index[group][name]?.report?.finding else { continue }
            let saying = """
                \(name) may not be read by the service. Copy it here again, or ask the administrator of the share.
                """
            remind(.cannotBeTaken, stem, saying: saying, about: [name], in: group, &notes)
        }
    }

    private func isEmptyPrompt(_ sighting: Sighting) -> Bool {
        guard let report = sighting.report, report.isFreeOfWriters != false else { return false }
        if case .notYet = report.finding { return true }
        return false
    }

    /// Tells of a prompt that is longer than any may be and does not stop to grow.
    func judgeEndless(
        _ prompt: FileName, of stem: FileName, in group: InboxIndex.Group, _ notes: inout Set<InboxNote>
    ) {
        guard let sighting = index[group][prompt], sighting.fingerprint.size > Int64(DropInspector.promptLimit),
            now >= sighting.firstSeen + settings.reminder
        else { return }
        let note = InboxNote(
            .cannotBeTaken, of: stem,
            saying: "\(prompt) is longer than 64 KB, which no prompt may be, and still grows. Stop what writes to it.")
        notes.insert(note)
    }

    // MARK: What cannot be paired

    private func judge(unclear names: [FileName], in group: InboxIndex.Group, _ notes: inout Set<InboxNote>) {
        guard let first = names.first, let stem = DropName(first)?.stem else { return }
        let listed = names.map(\.description).joined(separator: ", ")
        remind(
            .whichBelong, stem, saying: "These fit together in more than one way: \(listed).", about: names, in: group,
            &notes)
    }

    /// Leaves a note once files have been as they are for `timing.reminder`.
    func remind(
        _ kind: InboxNote.Kind, _ stem: FileName, saying detail: String = "", about names: [FileName],
        in group: InboxIndex.Group, _ notes: inout Set<InboxNote>
    ) {
        let since = lastChange(of: names, in: group)
        if now >= since + settings.reminder {
            notes.insert(InboxNote(kind, of: stem, saying: detail))
        } else {
            lookAgain(at: group, by: since + settings.reminder)
        }
    }

    /// Links are given back through `failed/`; folders and devices stay, with a note (FOLDER-CONTRACT 6).
    private func judgeObstacles(in group: InboxIndex.Group, _ notes: inout Set<InboxNote>) {
        for (name, sighting) in index[group] {
            guard let obstacle = sighting.obstacle, let part = DropName(name) else { continue }
            // Some programs rename by making a second name first.
            guard now >= sighting.since + settings.settle else {
                lookAgain(at: group, by: sighting.since + settings.settle)
                continue
            }
            guard obstacle.isMoved else {
                let saying = "\(name) \(obstacle.reason). Nothing is done with it. Put the clip itself here instead."
                notes.insert(InboxNote(.cannotBeTaken, of: part.stem, saying: saying))
                continue
            }
            do {
                let saying = "\(name) \(obstacle.reason).\n\nCopy the file itself into the inbox.\n"
                try tools.outbox.returnEntry(
                    name, from: inbox.directory(group.folder), at: group.folder, saying: saying)
                tools.events.record(.intake(.notTaken(group.folder / name, reason: "it \(obstacle.reason)")))
                index.forget(group.folder / name)
            } catch {
                hold(group.folder / name, "\(error)")
            }
        }
    }
}

extension FileReport {
    /// Whether it is one of the daemon's own notes that nobody has written into.
    var isUntouchedNote: Bool {
        if case .note = finding { true } else { false }
    }

    /// What keeps a clip from being complete, to complete "clip.mp4 …"; `nil` when nothing does.
    var shortcoming: String? {
        switch finding {
        case .media(_, .incomplete(let shortfall)): "is incomplete: \(shortfall)"
        case .notYet(let reason): reason
        case .media, .link, .prompt, .note, .refused, .untouchable, .unreadable: nil
        }
    }
}

extension Failure {
    fileprivate static func staysIncomplete(_ name: FileName, _ reason: String) -> Failure {
        Failure(
            Failure.Code("incomplete"), "\(name) \(reason).",
            remedy: "Copy the clip into the inbox again, whole, and then its prompt.")
    }
}
