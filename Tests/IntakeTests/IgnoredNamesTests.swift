// Every pattern of FOLDER-CONTRACT 2, and names that only look like one.

import Intake
import JobModel
import Testing

@Suite struct IgnoredNamesTests {
    @Test(
        arguments: [
            ".clip.mp4", "._clip.mp4", "~$clip.prompt.txt", ".DS_Store", "Thumbs.db", "thumbs.DB", "desktop.ini",
            "Desktop.ini",
            "@eaDir", "@EADIR", "#recycle", ".stfolder", ".streams", "clip.mp4.sb-1a2b3c4d-Xy12Z3", "clip.mp4.part",
            "clip.mp4.PART", "clip.mp4.partial", "clip.mp4.filepart", "clip.mp4.crdownload", "clip.mp4.download",
            "clip.mp4.tmp", "clip.mp4.!sync", "clip.mp4.!Sync", ".syncthing.clip.mp4.tmp", ".clip.mp4.aB3xYz",
            ".longtake",
            ".~tmp~", "..clip.mp4",
        ] as [FileName])
    func `a transfer in progress or a desktop's file is ignored`(name: FileName) {
        #expect(IgnoredNames.contains(name))
    }

    @Test(
        arguments: [
            "clip.mp4", "clip.prompt.txt", "~clip.mp4", "$clip.mp4", "Thumbs.mp4", "thumbs.db.mp4", "desktop.ini.mp4",
            "eaDir", "recycle", "#recycle.mp4", "clip.tmp.mp4", "part", "clip.part.mp4", "my part.mp4", "partial.mov",
            "clip.sb.mp4", "clipsb-1.mp4", "download.mp4", "howto.syncthing.mp4", "-rf.mp4", "clip", "clip.!sync.mp4",
        ] as [FileName])
    func `a name that only looks like one is not`(name: FileName) {
        #expect(!IgnoredNames.contains(name))
    }

    @Test func `a name that is not text is not ignored unless its ending is`() throws {
        #expect(try !IgnoredNames.contains(#require(FileName(bytes: [0xFF, 0x2E, 0x6D, 0x70, 0x34]))))
        #expect(try IgnoredNames.contains(#require(FileName(bytes: [0xFF] + Array(".part".utf8)))))
    }

    @Test(arguments: [
        ("@eaDir/clip.mp4", true), ("spring/.hidden/clip.mp4", true), ("spring/clip.mp4.part", true),
        ("spring/clip.mp4", false), ("", false),
    ])
    func `what lies below an ignored folder is ignored`(path: String, isIgnored: Bool) {
        #expect(RelativePath(path).map { IgnoredNames.contains($0) } == isIgnored)
    }
}
