// Manifests, names and groups of files that nobody thought of: files always find their way back to people, and no file
// is ever taken twice.

import FileAccess
import Foundation
import Inspection
import Intake
import JobModel
import Outbox
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(FuzzRound.factor)))
struct ManifestFuzzTests {
    static let seeds: [UInt64] = [1, 2, 3, 4]

    // MARK: Manifests

    static let manifests = [
        """
        {
          "admitted" : 1795600000000,
          "files" : [ "clip.mp4", "clip.prompt.txt" ],
          "job" : "5F0C2A9E-6E0B-4F0E-9A65-0D2C7C1F7E11",
          "origin" : { "folder" : [ "spring", "Amélie" ], "root" : "/srv/share", "stem" : "clip" }
        }
        """,
        #"{"admitted":-1,"files":[[97,255,46,109,112,52]],"job":"","origin":{"folder":[[255,254]],"root":"","stem":[128]}}"#,
    ].map { Array($0.utf8) }

    static let manifestValues = [
        "\"clip\"", "\"clip.mp4\"", "\"a b\\n\"", "\"\u{202E}\"", "\"-\"", "\"\\\\\"", "[255]", "[97,0]", "[]",
        "\"..\"", "\"a/b\"",
        "\"\(String(repeating: "a", count: 255))\"", "\"\(String(repeating: "b", count: 256))\"", "\"ame\u{301}lie\"",
        "\" \"",
        "\".longtake\"", "\"\(String(repeating: "\u{E9}", count: 127))\"", "\"con\"", "[126,36]",
    ]

    static let manifestWords = [
        "\"..\"", "\".\"", "\"\"", "\"a/b\"", "\"\\u0000\"", "[0]", "[47]", "[46,46]", "[256]", "[-1]", "[1.5]", "null",
        "[]", "{}",
        "1e999", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "\"folder\":", "\"stem\":",
        "\"files\":",
        "\"\(String(repeating: "a", count: 255))\"", "\"\(String(repeating: "b", count: 256))\"", "[[[[[[[[[",
        "\\ud800", "\u{FEFF}",
        "\"a\",", "\"\u{202E}\"", "/", "\\", ",", "\u{0}",
    ]

    @Test(arguments: seeds)
    func `whatever a manifest says, the files of a lost job get back to people`(seed: UInt64) async throws {
        let home = try TemporaryFolder()
        let share = try ShareRoot.open(home.path)
        let outbox = ShareOutbox(share: share, settings: OutboxSettings())
        var rounds = 0
        for await round in FuzzRounds(80, seed: seed) {
            var mutator = round.mutator(words: Self.manifestWords, sizeLimit: 30_000)
            let isWellFormed = mutator.index(below: 2) == 0
            let bytes =
                isWellFormed
                ? manifest(&mutator) : mutator.damaged(mutator.pick(Self.manifests) ?? [], with: Self.manifests)
            rounds += 1
            let claimed = try ClaimedFolder.making(JobID("job-\(round.number)"), in: share)
            let folder = home.path + "/.longtake/claimed/job-\(round.number)"
            try Data(bytes).write(to: URL(filePath: "\(folder)/manifest.json"))
            try Data("content".utf8).write(to: URL(filePath: "\(folder)/files/back-\(round.number).mp4"))

            let manifest = ClaimManifest.read(from: claimed)
            if let manifest { try check(manifest, round) }
            #expect(throws: Never.self, "\(round)") { try outbox.returnOrphan(claimed, from: manifest?.origin) }
            #expect(!FileManager.default.fileExists(atPath: folder), "\(round): the claimed folder is still there")
        }
        let returned = FileManager.default.enumerator(atPath: home.path + "/failed")?.compactMap { $0 as? String } ?? []
        let clips = returned.count { $0.hasSuffix(".mp4") && $0.contains("back-") }
        #expect(clips == rounds, "a file is lost")
        #expect(returned.count { $0.hasSuffix(".log") } == rounds, "a log is lost")
    }

    /// A manifest that is well formed, with any values.
    private func manifest(_ mutator: inout ByteMutator) -> [UInt8] {
        var values: [String] = []
        for _ in 0..<6 { values.append(mutator.pick(Self.manifestValues) ?? "[]") }
        let origin = #"{"folder":[\#(values[0]),\#(values[1])],"root":"\#(values[2].count)","stem":\#(values[3])}"#
        return Array(#"{"admitted":7,"files":[\#(values[4]),\#(values[5])],"job":"x","origin":\#(origin)}"#.utf8)
    }

    private func check(_ manifest: ClaimManifest, _ round: FuzzRound) throws {
        for name in manifest.files + manifest.origin.folder.names + [manifest.origin.stem] {
            #expect(FileName(bytes: name.bytes) == name, "\(round): \(name) is no name")
            #expect(name.bytes.count <= 255, "\(round): \(name) is too long for a file")
        }
        let again = try JSONDecoder().decode(ClaimManifest.self, from: JSONEncoder().encode(manifest))
        #expect(again == manifest, "\(round): written and read again it says something else")
    }

    @Test(arguments: [
        (#"["\#(String(repeating: "a", count: 256))"]"#, #""clip""#),
        (#"["a"]"#, #""\#(String(repeating: "a", count: 256))""#),
        ("[\(Array(repeating: #""a""#, count: 100_000).joined(separator: ","))]", #""clip""#),
    ])
    func `a manifest that names what no filesystem holds is not believed`(_ folder: String, _ stem: String) throws {
        let home = try TemporaryFolder()
        let claimed = try ClaimedFolder.making(JobID("job"), in: ShareRoot.open(home.path))
        let text = #"{"admitted":0,"files":[],"job":"job","origin":{"root":"","folder":\#(folder),"stem":\#(stem)}}"#
        try Data(text.utf8).write(to: URL(filePath: home.path + "/.longtake/claimed/job/manifest.json"))
        #expect(ClaimManifest.read(from: claimed) == nil)
    }

    // MARK: Names

    static let names = [
        "clip.mp4", "Clip.MP4", "clip.png", "clip.prompt.txt", "CLIP.prompt.txt", "clip.prompt.txt.txt",
        "clip.mp4.prompt.txt",
        "clip.MP4.Prompt.TXT", "ame\u{301}lie.mov", "am\u{E9}lie.prompt.txt", "...mp4", ".prompt.txt",
        "clip.next.prompt.txt",
        "clip.cancel.txt", "\u{1E69}.mp4", "s\u{323}\u{307}.prompt.txt", "_default.prompt.txt", "a b\n.mp4",
        "stra\u{DF}e.mp4",
    ].map { Array($0.utf8) }

    static let nameWords = [
        ".", "..", ".mp4", ".MP4", ".prompt.txt", ".prompt", ".txt", ".cancel.txt", "\u{301}", "e", "E", "\u{130}",
        "\u{3A3}", "/",
        "\u{0}", "\u{202E}", "\u{FEFF}", "clip", "Clip", " ", "-", "\n", "\u{DF}", "SS",
    ]

    private func anyName(_ mutator: inout ByteMutator) -> FileName? {
        let sample = mutator.pick(Self.names) ?? []
        return FileName(bytes: mutator.index(below: 3) == 0 ? mutator.damaged(sample, with: Self.names) : sample)
    }

    @Test(arguments: seeds)
    func `any name plays one part, with a stem it begins with`(seed: UInt64) async {
        for await round in FuzzRounds(2000, seed: seed) {
            var mutator = round.mutator(words: Self.nameWords, sizeLimit: 255)
            guard let name = anyName(&mutator), let part = DropName(name) else { continue }
            #expect(FileName(bytes: part.stem.bytes) == part.stem, "\(round): the stem of \(name) is no name")
            #expect(name.bytes.starts(with: part.stem.bytes), "\(round): \(name) does not begin with its stem")
            #expect(part.stem.bytes.count < name.bytes.count, "\(round): \(name) has no ending")
            #expect(StemKey(part.stem) == StemKey(part.stem), "\(round): \(name)")
        }
    }

    @Test(arguments: seeds)
    func `however files are called, each goes with one drop at most, in whatever order they came`(
        seed: UInt64
    ) async {
        for await round in FuzzRounds(400, seed: seed) {
            var mutator = round.mutator(words: Self.nameWords, sizeLimit: 255)
            let all = (0..<(1 + mutator.index(below: 12))).compactMap { _ in anyName(&mutator) }
            // Only what has one key is ever put side by side.
            let groups = Dictionary(grouping: Set(all).filter { DropName($0) != nil }) {
                DropName($0).map { StemKey($0.stem) }
            }
            for names in groups.values {
                let drops = Pairing(of: names).drops
                let taken = drops.flatMap(\.names)
                #expect(Set(taken).count == taken.count, "\(round): a file is in two drops of \(names)")
                #expect(Set(taken).isSubset(of: names), "\(round): a drop has a file that is not there")
                #expect(Pairing(of: names.shuffled(using: &mutator.random)).drops == drops, "\(round): \(names)")
                for drop in drops { check(drop, of: names, round) }
            }
        }
    }

    private func check(_ drop: Drop, of names: [FileName], _ round: FuzzRound) {
        #expect(!drop.media.isEmpty, "\(round): a drop without a clip")
        for name in drop.media {
            let part = DropName(name)
            #expect(part?.isMedia == true && part?.stem == drop.stem, "\(round): \(name) is no clip of \(drop.stem)")
        }
        guard let prompt = drop.prompt else {
            Issue.record("\(round): a drop without a prompt")
            return
        }
        switch DropName(prompt) {
        case .promptOfFile(let name):
            #expect(drop.media.map { StemKey($0) } == [StemKey(name)], "\(round): \(prompt) is of another file")
        case .prompt(let stem), .note(.waitingForPrompt, let stem):
            #expect(StemKey(stem) == StemKey(drop.stem), "\(round): \(prompt) is of another clip")
        default: Issue.record("\(round): \(prompt) is no prompt")
        }
        // Nothing by guessing: what has the clip's very name comes before what only resembles it.
        let exact = drop.stem.appending(".prompt.txt")
        if names.contains(exact), case .prompt? = DropName(prompt) {
            #expect(prompt == exact, "\(round): \(prompt) was preferred to \(exact)")
        }
    }
}
