// Where everything is put while a benchmark runs.

import Foundation

/// A new folder.
package struct Workplace {
    package let path: String

    /// - Parameters:
    ///   - purpose: how its name begins.
    ///   - folder: where to make it.
    package init(for purpose: String, in folder: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw CannotMeasure("there is no folder \(folder); name one by --folder")
        }
        let unique = UUID().uuidString.prefix(8).lowercased()
        let place = URL(fileURLWithPath: folder).appendingPathComponent("\(purpose)-\(unique)").standardizedFileURL
        path = place.path(percentEncoded: false)
        try makeFolder(path)
    }

    /// Removes it with all that is in it.
    package func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// The type of the filesystem it lies on, as the kernel calls it.
    package var filesystem: String {
        let mounts = (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? ""
        var longest = 0
        var type = "unknown filesystem"
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 2 else { continue }
            let point = fields[1] == "/" ? "/" : fields[1] + "/"
            // The later of two mounts at one place hides the earlier.
            if path.hasPrefix(point), point.count >= longest { (longest, type) = (point.count, String(fields[2])) }
        }
        return type
    }
}
