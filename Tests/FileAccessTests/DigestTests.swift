// What a file holds, as one text: the SHA-256 that everybody else comes to as well.

import FileAccess
import JobModel
import TestSupport
import Testing

@Suite struct DigestTests {
    @Test(arguments: [
        (":", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("printf abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        // FIPS 180-2, example B.3.
        (
            "head -c 1000000 /dev/zero | tr '\\0' a",
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ])
    func `it is the SHA-256 of the content`(script: String, digest: String) throws {
        let folder = try OpenedFolder("(\(script)) > file")
        #expect(try folder.directory.openFile("file").digest() == digest)
    }

    /// Around the size of the pieces that are read.
    @Test(arguments: [1 << 20, (1 << 20) - 1, (1 << 20) + 1, 3 << 20, 5_000_001])
    func `a file of many pieces has the digest that sha256sum gives it`(size: Int) throws {
        let clip = SampleClip.bikes
        let folder = try OpenedFolder(
            "for n in $(seq 12); do cat '\(clip)'; done | head -c \(size) > file; sha256sum file | cut -c1-64 > sum")
        let file = try folder.directory.openFile("file")
        #expect(try file.status().size == Int64(size))
        #expect(try file.digest() + "\n" == folder.text("sum"))
    }

    @Test func `it is of the whole content, wherever the file was read or written last`() throws {
        let folder = try OpenedFolder("printf abcdef > file")
        let file = try folder.directory.openOrCreateFile("file", mode: 0o600)
        let before = try file.digest()
        #expect(try file.digest() == before)
        try file.write(Array("abc".utf8))
        #expect(try file.digest() == before)
        _ = try file.read(at: 3, count: 2)
        #expect(try file.digest() == before)
        try file.write(Array("x".utf8))
        #expect(try file.digest() != before)
    }

    @Test func `the file that is open counts, not what has its name now`() throws {
        let folder = try OpenedFolder("printf abc > file")
        let file = try folder.directory.openFile("file")
        try folder.sh("printf other > new; mv new file")
        #expect(try file.digest() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
