// Prompts that need no clip: lone questions, and follow-ups of a job that is done.

import FileAccess
import JobModel
import Ledger
import Telemetry

extension IntakeDesk {
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
