// What is done where a name is taken: a number is added, the same one to all files that belong together.

import FileAccess
import JobModel

extension ClaimedFolder {
    /// Moves all files to where people can reach them. Where a name is taken all of them get the same number, so that
    /// a clip and its prompt still belong together. The number is noted before the first of them moves: after a crash
    /// the others get the same. Can be repeated: what has moved already is left alone.
    /// - Returns: what was added to the stem: nothing, or ` (2)`.
    @discardableResult
    package func moveFiles(to target: Directory) throws(FileError) -> String {
        var number = try notedNumber(for: target)
        while true {
            let suffix = number == 1 ? "" : " (\(number))"
            let moves = try files.entries().map { ($0.name, $0.name.insertingIntoStem(suffix)) }
            if try target.hasNone(of: moves.map(\.1)) {
                if try notedNumber(for: target) != number { try note(number, for: target) }
                if try move(moves, to: target) { return suffix }
            }
            number += 1
        }
    }

    /// - Returns: `false` when somebody took one of the names in between.
    private func move(
        _ moves: [(name: FileName, newName: FileName)], to target: Directory
    ) throws(FileError) -> Bool {
        do {
            for move in moves { try files.rename(move.name, to: target, as: move.newName) }
        } catch {
            guard error.isAlreadyThere else { throw error }
            return false
        }
        try target.sync()
        try files.sync()
        return true
    }

    // MARK: The number's note

    /// The number that was noted for a folder; 1 without a note, or with one for another folder.
    private func notedNumber(for target: Directory) throws(FileError) -> Int {
        guard try folder.status(of: Self.numberName) != nil else { return 1 }
        let note = String(decoding: try folder.contents(of: Self.numberName, limit: 256), as: UTF8.self)
        let words = note.split(separator: " ")
        guard words.count == 3, try Self.words(for: target) == words[1...].joined(separator: " ") else { return 1 }
        return Int(words[0]) ?? 1
    }

    private func note(_ number: Int, for target: Directory) throws(FileError) {
        try folder.write(Array("\(number) \(try Self.words(for: target))".utf8), to: Self.numberName, mode: 0o600)
    }

    /// Which folder it is, whatever its path.
    private static func words(for target: Directory) throws(FileError) -> String {
        let identity = try target.status().identity
        return "\(identity.device) \(identity.inode)"
    }
}

extension Directory {
    /// The name, with a number where it is taken.
    func freeName(for name: FileName) throws(FileError) -> FileName {
        var number = 1
        var candidate = name
        while try status(of: candidate) != nil {
            number += 1
            candidate = name.insertingIntoStem(" (\(number))")
        }
        return candidate
    }

    fileprivate func hasNone(of names: [FileName]) throws(FileError) -> Bool {
        for name in names where try status(of: name) != nil { return false }
        return true
    }

    /// Moves an entry here under a name, or with a number where that is taken, durably.
    package func place(_ name: FileName, from directory: Directory, as wanted: FileName) throws(FileError) {
        while true {
            do {
                try directory.rename(name, to: self, as: freeName(for: wanted))
                break
            } catch {
                // Somebody took the name in between.
                guard error.isAlreadyThere else { throw error }
            }
        }
        try sync()
        try directory.sync()
    }
}

extension FileName {
    /// How the name of a note goes on behind the stem that an editor may have written a prompt into.
    package static let promptNote = " - waiting for a prompt.txt"

    /// `clip.prompt.txt` + ` (2)` → `clip (2).prompt.txt`: before the first dot that does not begin the name, or before
    /// a later one where what follows the first leaves no room.
    package func insertingIntoStem(_ suffix: String) -> FileName {
        guard !suffix.isEmpty else { return self }
        let note = Array(Self.promptNote.utf8)
        if bytes.suffix(note.count).elementsEqual(note), let stem = FileName(bytes: bytes.dropLast(note.count)) {
            return stem.shortened(toFit: Array(suffix.utf8) + note)
        }
        let room = Self.limit - suffix.utf8.count - 1
        let dot = bytes.indices.dropFirst().first { index in
            bytes[index] == UInt8(ascii: ".") && bytes.count - index <= room && FileName(bytes: bytes[..<index]) != nil
        }
        guard let dot, let stem = FileName(bytes: bytes[..<dot]) else { return shortened(toFit: suffix.utf8) }
        return stem.shortened(toFit: Array(suffix.utf8) + bytes[dot...])
    }
}
