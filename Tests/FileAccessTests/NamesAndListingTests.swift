// Names are bytes: whatever the filesystem allows survives listing, opening, moving and removing.

import FileAccess
import JobModel
import Testing

@Suite struct NamesAndListingTests {
    @Test(arguments: OddName.all)
    func `a name round trips`(name: FileName) throws {
        let folder = try OpenedFolder("mkdir aside")
        let aside = try folder.directory.directory(path("aside"))
        try folder.directory.createFile(name, mode: 0o600).write(Array("content".utf8))
        #expect(try folder.directory.entries().contains { $0.name == name })
        #expect(try folder.text(name) == "content")
        try folder.directory.rename(name, to: aside, as: name)
        #expect(try aside.entries().map(\.name) == [name])
        try aside.write(Array("new".utf8), to: name, mode: 0o600)
        #expect(try aside.entries().map(\.name) == [name])
        try aside.remove(name)
        #expect(try aside.entries().isEmpty)
    }

    @Test func `names that look alike are different files`() throws {
        let folder = try OpenedFolder()
        let names: [FileName] = ["Ame\u{301}lie.mp4", "Am\u{E9}lie.mp4", "AM\u{C9}LIE.MP4"]
        for name in names { try folder.directory.createFile(name, mode: 0o600).write(name.bytes) }
        for name in names { #expect(try folder.directory.contents(of: name, limit: 100) == name.bytes) }
    }

    @Test func `a listing shows hidden entries and not the folder itself`() throws {
        let folder = try OpenedFolder(": > .hidden; : > shown; mkdir folder")
        #expect(try folder.names() == [".hidden", "folder", "shown"])
        #expect(try folder.names() == [".hidden", "folder", "shown"], "a second listing starts over")
    }

    @Test func `a long listing is whole`() throws {
        let folder = try OpenedFolder("i=0; while [ $i -lt 3000 ]; do : > file-$i; i=$((i+1)); done")
        #expect(try Set(folder.names()).count == 3000)
    }

    @Test func `a folder that was moved away is still the one that was opened`() throws {
        let folder = try OpenedFolder("mkdir one; printf 1 > one/file")
        let one = try folder.directory.directory(path("one"))
        try folder.sh("mv one two; mkdir one; printf 2 > one/file")
        #expect(try one.contents(of: "file", limit: 10) == Array("1".utf8))
    }

    @Test func `an error is one line, whatever the names are`() throws {
        let folder = try OpenedFolder("mkdir 'a\nb'")
        let inner = try Directory.open(folder.path + "/a\nb")
        let name = "c\nd" as FileName
        let errors = [
            #expect(throws: FileError.self) { try inner.openFile(name) },
            #expect(throws: FileError.self) { try inner.directory(RelativePath([name, name])) },
            #expect(throws: FileError.self) { try inner.rename(name, to: inner, as: "e") },
            #expect(throws: FileError.self) { try Directory.open(inner.shownPath + "/c\nd") },
        ]
        for error in errors { #expect(error?.description.contains("\n") == false) }
        #expect(inner.shownPath.hasSuffix("/a\\u{A}b"))
    }
}
