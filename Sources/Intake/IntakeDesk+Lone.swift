// Files that have no partner: clips that a folder's default prompt is for, lone commands, follow-ups.

import FileAccess
import JobModel
import Ledger
import Telemetry

extension IntakeDesk {
    /// The key of the group that a folder's `_default.prompt.txt` is in.
    static let defaults = StemKey("_default")

    // MARK: Clips

    func judgeLone(_ media: Drop, in group: InboxIndex.Group, _ notes: inout Set<InboxNote>) async throws {
        let since = lastChange(of: media.names, in: group)
        guard now >= since + settings.lone else { return lookAgain(at: group, by: since + settings.lone) }
        guard let readiness = readiness(of: media, in: group) else { return }
        guard case .take = readiness else { return try await judgeUnfinished(media, in: group, &notes) }
        var detail = ""
        switch defaultPrompt(for: group.folder) {
        case .wording(let wording): return try await take(media, in: group, wording: wording)
        case .notYet(let until): return lookAgain(at: group, by: until)
        case .unusable(let reason): detail = reason
        case .none: break
        }
        if isRefused(media.names, in: group), now >= since + settings.reminder {
            return try await take(media, in: group)
        }
        remind(.waitingForPrompt, media.stem, saying: detail, about: media.names, in: group, &notes)
    }

    private func isRefused(_ names: [FileName], in group: InboxIndex.Group) -> Bool {
        names.contains { if case .refused = index[group][$0]?.report?.finding { true } else { false } }
    }

    private enum DefaultPrompt {
        case none
        /// Being written; until it may have settled.
        case notYet(until: Duration)
        case unusable(reason: String)
        case wording(Wording)
    }

    /// The default of a folder, or of the nearest one above it that has one, read afresh. One that cannot be used does
    /// not make way for another further up: that was not meant for these clips.
    private func defaultPrompt(for folder: RelativePath) -> DefaultPrompt {
        var folder = folder
        while true {
            let group = InboxIndex.Group(folder: folder, key: Self.defaults)
            let names = index[group].keys.filter { DropName($0) == .defaultPrompt }
            if let name = names.min(by: { $0.bytes.count < $1.bytes.count }) { return reading(of: name, in: group) }
            guard !folder.isRoot else { return .none }
            folder = folder.parent
        }
    }

    private func reading(of name: FileName, in group: InboxIndex.Group) -> DefaultPrompt {
        guard inspect(name, in: group), let sighting = index[group][name], let report = sighting.report else {
            return .unusable(reason: "it cannot be read.")
        }
        let settled = sighting.since + (trust == .events ? settings.settlePrompt : settings.settleRemote)
        guard now >= settled, report.isFreeOfWriters != false else {
            return .notYet(until: max(settled, now + max(settings.settlePrompt, .milliseconds(100))))
        }
        return switch report.finding {
        case .prompt(let steps, let language): .wording(Wording(steps: steps, language: language))
        case .refused(let failure): .unusable(reason: failure.message)
        case .untouchable(let obstacle): .unusable(reason: "it \(obstacle.reason).")
        case .unreadable(let reason): .unusable(reason: reason)
        // An empty one is none.
        case .notYet, .media, .link, .note: .none
        }
    }

    /// Looks again at the clips that a default prompt may be for.
    func lookAgainBelow(_ folder: RelativePath) {
        for group in index.groups(below: folder) where group.key != Self.defaults {
            if holdsMedia(group) { lookAgain(at: group, by: now + settings.settlePrompt) }
        }
    }

    // MARK: Prompts

    func judgeLone(prompt: FileName, in group: InboxIndex.Group, _ notes: inout Set<InboxNote>) async throws {
        guard let stem = DropName(prompt)?.stem, let sighting = index[group][prompt] else { return }
        let command = Drop(.command, media: [], prompt: prompt, stem: stem)
        guard let readiness = readiness(of: command, in: group) else { return }
        judgeEndless(prompt, of: stem, in: group, &notes)
        if case .unreadable? = index[group][prompt]?.report?.finding {
            return judgeUnreadable([prompt], of: stem, in: group, &notes)
        }
        if case .take = readiness, let report = index[group][prompt]?.report {
            if case .prompt(let steps, _) = report.finding, Plan(prompt: steps).isOnlyQuestions,
                !isClipExpected(for: stem, in: group)
            {
                guard now >= sighting.since + settings.lone else {
                    return lookAgain(at: group, by: sighting.since + settings.lone)
                }
                return try await take(command, in: group)
            }
            if case .refused = report.finding, now >= sighting.since + settings.reminder {
                return try await take(Drop(media: [], prompt: prompt, stem: stem), in: group)
            }
        }
        remind(.waitingForVideo, stem, about: [prompt], in: group, &notes)
    }

    /// Whether a clip of the stem is there in any state, under the name of an unfinished copy too.
    private func isClipExpected(for stem: FileName, in group: InboxIndex.Group) -> Bool {
        if holdsMedia(group) { return true }
        guard let entries = try? inbox.directory(group.folder).entries() else { return false }
        return entries.contains { IgnoredNames.isUnfinishedCopy($0.name, of: stem) }
    }

    func judge(followUp prompt: FileName, in group: InboxIndex.Group, _ notes: inout Set<InboxNote>) async throws {
        guard let stem = DropName(prompt)?.stem else { return }
        let drop = Drop(.followUp, media: [], prompt: prompt, stem: stem)
        guard case .take? = readiness(of: drop, in: group) else {
            judgeUnreadable([prompt], of: stem, in: group, &notes)
            return judgeEndless(prompt, of: stem, in: group, &notes)
        }
        // A clip of the stem that is still in the inbox comes first.
        if holdsMedia(group) {
            return hold(group.folder / prompt, "its clip has not been taken yet")
        }
        let jobs = try await tools.claimer.ledger.jobs(named: origin(of: stem, in: group), limit: Self.jobsOfName)
        let earlier = jobs.filter { $0.kind != .command && $0.refusal == nil }.named(closestTo: stem).first
        guard let earlier else {
            return try await take(drop, in: group, refusal: .nothingToContinue(stem))
        }
        try await take(
            Drop(.followUp, media: [], prompt: prompt, stem: earlier.origin.stem), in: group)
    }

    /// So many jobs of one name are looked through for one that can be continued.
    private static let jobsOfName = 100
}

extension Plan {
    /// Whether it asks for nothing but facts.
    fileprivate var isOnlyQuestions: Bool { !steps.isEmpty && steps.allSatisfy { $0 == .credits || $0 == .status } }
}

extension Failure {
    fileprivate static func nothingToContinue(_ stem: FileName) -> Failure {
        Failure(
            Failure.Code("nothing-to-continue"), "There is no job \(stem) that could be continued.",
            remedy: "Drop the clip itself, with this text as \(stem).prompt.txt.")
    }
}
