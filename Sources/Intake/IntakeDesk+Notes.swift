// The notes in the inbox: left when there is a reason, taken away when there is none, never when somebody wrote into them.

import FileAccess
import JobModel
import Outbox

extension IntakeDesk {
    /// Reads the notes of a group that have not been looked into since they changed; where one was written into, the
    /// prompts as well, which may be empty.
    func lookIntoNotes(of group: InboxIndex.Group) {
        lookInto(group) { if case .note = $0 { true } else { false } }
        guard index[group].contains(where: { isWrittenNote($0.key, $0.value) }) else { return }
        lookInto(group) {
            switch $0 {
            case .prompt, .promptOfFile: true
            default: false
            }
        }
    }

    private func lookInto(_ group: InboxIndex.Group, _ isMeant: (DropName) -> Bool) {
        for (name, sighting) in index[group] where sighting.report == nil && sighting.obstacle == nil {
            if let part = DropName(name), isMeant(part) { inspect(name, in: group) }
        }
    }

    /// Makes the notes that lie beside the files of a group those that should.
    func reconcileNotes(of group: InboxIndex.Group, with wanted: Set<InboxNote>) {
        var wanted = Dictionary(wanted.map { ($0.name, $0) }) { first, _ in first }
            .filter { _, note in index[group].contains { isMeant($0.key, $0.value, by: note) } }
        var left = (notesLeft[group] ?? []).intersection(wanted.keys)
        for (name, sighting) in index[group] {
            guard case .note = DropName(name), case .note(let text)? = sighting.report?.finding else { continue }
            if wanted[name]?.text == text {
                left.insert(name)
            } else {
                left.remove(name)
                takeAway(name, sighting.fingerprint, in: group)
            }
        }
        // Of a note that was written into there is no second one.
        for name in index[group].keys { wanted[name] = nil }
        for (name, note) in wanted where !left.contains(name) {
            if leave(note, in: group) { left.insert(name) }
        }
        notesLeft[group] = left.isEmpty ? nil : left
    }

    /// Whether a file is what a note is about; it may have been taken since.
    private func isMeant(_ name: FileName, _ sighting: Sighting, by note: InboxNote) -> Bool {
        guard let part = DropName(name) else { return false }
        if case .note = part, !isWrittenNote(name, sighting) { return false }
        return InboxNote.shared(part.stem) == InboxNote.shared(note.stem)
    }

    private func leave(_ note: InboxNote, in group: InboxIndex.Group) -> Bool {
        do throws(FileError) {
            let folder = try inbox.directory(group.folder)
            try folder.writeNew(note.text.utf8, to: note.name, mode: tools.outbox.settings.mode)
            guard let status = try folder.status(of: note.name) else { return true }
            _ = index.see(group.folder / note.name, status.fingerprint, isClosed: true, at: now)
            index.keep(
                FileReport(finding: .note(note.text), isFreeOfWriters: true), of: note.name, in: group,
                for: status.fingerprint)
            return true
        } catch {
            hold(group.folder / note.name, "\(error)")
            return false
        }
    }

    /// Takes a note away unless somebody has written into it since, or is about to. It is moved to where nobody can
    /// reach it before it is looked at for the last time.
    private func takeAway(_ name: FileName, _ condition: FileFingerprint, in group: InboxIndex.Group) {
        do throws(FileError) {
            let folder = try inbox.directory(group.folder)
            let workshop = try tools.outbox.share.workshop
            // What a crash left there may hold what somebody wrote.
            if try workshop.status(of: Self.noteAside) != nil {
                try tools.outbox.share.failed.place(Self.noteAside, from: workshop, as: "note.txt")
            }
            try folder.rename(name, to: workshop, as: Self.noteAside)
            let file = try workshop.openFile(Self.noteAside)
            guard file.isFreeOfWriters() != false, try file.status().fingerprint == condition else {
                return try folder.place(Self.noteAside, from: workshop, as: name)
            }
            try workshop.remove(Self.noteAside)
        } catch {
            if !error.isMissing { hold(group.folder / name, "\(error)") }
        }
        index.forget(group.folder / name)
    }

    private static let noteAside: FileName = "note.taken"
}
