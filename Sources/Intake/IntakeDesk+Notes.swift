// The notes in the inbox: left when there is a reason, taken away when there is none, never when somebody wrote into them.

import FileAccess
import JobModel
import Outbox

extension IntakeDesk {
    /// Reads the notes of a group that have not been looked into since they changed.
    func lookIntoNotes(of group: InboxIndex.Group) {
        for (name, sighting) in index[group] where sighting.report == nil && sighting.obstacle == nil {
            if case .note = DropName(name) { inspect(name, in: group) }
        }
    }

    /// Makes the notes that lie beside the files of a group those that should.
    func reconcileNotes(of group: InboxIndex.Group, with wanted: Set<InboxNote>) {
        var wanted = Dictionary(wanted.map { ($0.name, $0) }) { first, _ in first }
            .filter { _, note in index[group].keys.contains { Self.isMeant($0, by: note) } }
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
    private static func isMeant(_ name: FileName, by note: InboxNote) -> Bool {
        guard let part = DropName(name) else { return false }
        if case .note = part { return false }
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
            try workshop.remove(Self.noteAside)
            try folder.rename(name, to: workshop, as: Self.noteAside)
            let file = try workshop.openFile(Self.noteAside)
            guard file.isFreeOfWriters() != false, try file.status().fingerprint == condition else {
                return try workshop.rename(Self.noteAside, to: folder, as: name)
            }
            try workshop.remove(Self.noteAside)
        } catch {
            if !error.isMissing { hold(group.folder / name, "\(error)") }
        }
        index.forget(group.folder / name)
    }

    private static let noteAside: FileName = "note.taken"
}
