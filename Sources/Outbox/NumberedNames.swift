// What is done where a name is taken: a number is added, the same one to all files that belong together.

import FileAccess
import JobModel

extension ClaimedFolder {
    /// Moves all files to where people can reach them. Where a name is taken all of them get the same number, so that
    /// a clip and its prompt still belong together. Can be repeated: what has moved already is left alone.
    /// - Returns: what was added to the stem: nothing, or ` (2)`.
    @discardableResult
    package func moveFiles(to folder: Directory) throws(FileError) -> String {
        var number = 1
        while true {
            let names = try files.entries().map(\.name)
            let suffix = number == 1 ? "" : " (\(number))"
            let targets = names.map { $0.insertingIntoStem(suffix) }
            number += 1
            guard try folder.hasNone(of: targets) else { continue }
            do {
                for (name, target) in zip(names, targets) { try files.rename(name, to: folder, as: target) }
            } catch {
                // Somebody took one of the names in between.
                guard error.isAlreadyThere else { throw error }
                continue
            }
            try folder.sync()
            try files.sync()
            return suffix
        }
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
}

extension FileName {
    /// `clip.prompt.txt` + ` (2)` → `clip (2).prompt.txt`: before the first dot that does not begin the name, or before
    /// a later one where what follows the first leaves no room.
    package func insertingIntoStem(_ suffix: String) -> FileName {
        guard !suffix.isEmpty else { return self }
        let room = Self.limit - suffix.utf8.count - 1
        let dot = bytes.indices.dropFirst().first { index in
            bytes[index] == UInt8(ascii: ".") && bytes.count - index <= room && FileName(bytes: bytes[..<index]) != nil
        }
        guard let dot, let stem = FileName(bytes: bytes[..<dot]) else { return shortened(toFit: suffix.utf8) }
        return stem.shortened(toFit: Array(suffix.utf8) + bytes[dot...])
    }
}
