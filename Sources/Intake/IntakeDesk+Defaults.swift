// Clips without a prompt of their own: their folder's default counts, or a note asks for one (FOLDER-CONTRACT 1).

import FileAccess
import JobModel

extension IntakeDesk {
    /// The key of the group that a folder's `_default.prompt.txt` is in.
    static let defaults = StemKey("_default")

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
}
