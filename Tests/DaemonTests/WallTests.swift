// The walls of docs/ARCHITECTURE.md, held against what the sources import.

import Foundation
import Testing

struct WallTests {
    /// A row of the page: targets, and which of ours they may import; `nil` where a row says it in words.
    struct Row: Sendable {
        let targets: [String]
        let imports: Set<String>
    }

    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func rows() throws -> [Row] {
        let page = try String(contentsOf: repository.appending(path: "docs/ARCHITECTURE.md"), encoding: .utf8)
        return page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let targets = cells[0].split(separator: ",").map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: " `"))
            }
            let words = cells[1].split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init)
            return Row(targets: targets, imports: Set(words))
        }
    }

    private static func imports(of target: String) throws -> Set<String> {
        let folder = repository.appending(path: "Sources/\(target)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
        var imports: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                let words = line.split(separator: " ")
                if let index = words.firstIndex(of: "import"), index <= 1, index + 1 < words.count {
                    imports.insert(String(words[index + 1]))
                }
            }
        }
        return imports
    }

    @Test func `every target stands in the page, and imports what its row says`() throws {
        let rows = try Self.rows()
        let known = Set(rows.flatMap(\.targets))
        let sources = try FileManager.default.contentsOfDirectory(
            atPath: Self.repository.appending(path: "Sources").path(percentEncoded: false))
        #expect(known == Set(sources))
        for row in rows {
            for target in row.targets where target != "Daemon" {
                let found = try Self.imports(of: target).intersection(known)
                #expect(found == row.imports.intersection(known), "\(target)")
            }
        }
    }
}
