// What a file is by its content, whatever it is called.

import Foundation
import Inspection
import JobModel
import TestSupport
import Testing

@Suite struct ContentVerdictTests {
    private let database: MagicDatabase

    init() throws { database = try MagicDatabase() }

    @Test(arguments: Sample.allCases)
    func `media is recognised by its content`(_ sample: Sample) throws {
        let verdict = try ContentVerdict.verdict(on: MemoryBytes(sample.bytes), by: database)
        #expect(verdict == .media(try sample.format))
    }

    @Test(arguments: [
        ("HLS playlist", "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\nhttp://example.com/a.ts\n"),
        ("ffconcat list", "ffconcat version 1.0\nfile secret.mp4\n"),
        ("session description", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=video 5004 RTP/AVP 96\n"),
        ("DASH manifest", "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"></MPD>"),
        ("script", "#!/bin/sh\necho this is not a video\n"),
        ("page", "<!DOCTYPE html><html><body>404 Not Found</body></html>"),
    ])
    func `a text that calls itself a video is refused with a reason`(_ name: String, _ text: String) throws {
        let verdict = try ContentVerdict.verdict(on: MemoryBytes(Array(text.utf8)), claimed: .mp4, by: database)
        let refusal = try #require(verdict.refusal, "\(name): \(verdict)")
        #expect(refusal.code == .notMedia)
        #expect(refusal.message.contains("text"))
    }

    @Test func `a program that calls itself a video is refused with a reason`() throws {
        let program = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/exe"))
        let source = try DescriptorBytes(descriptor: program.fileDescriptor)
        let verdict = try ContentVerdict.verdict(on: source, claimed: .mp4, by: database)
        #expect(verdict.refusal?.message.contains("ELF") == true)
    }

    @Test func `a picture in a container of videos is refused`() throws {
        let heic: [UInt8] = [0, 0, 0, 24] + Array("ftypheic".utf8) + [0, 0, 0, 0] + Array("mif1heic".utf8)
        let verdict = try ContentVerdict.verdict(on: MemoryBytes(heic), claimed: .mp4, by: database)
        #expect(verdict.refusal != nil)
    }

    @Test func `a copy that begins with zeros or has barely begun is not judged yet`() throws {
        for bytes in [[], [0x00], Array("ftyp".utf8), Array(repeating: 0, count: 100_000)] as [[UInt8]] {
            #expect(try ContentVerdict.verdict(on: MemoryBytes(bytes), by: database) == .notYet)
        }
    }

    @Test func `the name decides only between formats that share a container`() throws {
        let bytes = MemoryBytes(try Sample.mp4IndexLast.bytes)
        #expect(try ContentVerdict.verdict(on: bytes, claimed: .mov, by: database) == .media(.mp4))
        #expect(try ContentVerdict.verdict(on: bytes, claimed: .png, by: database) == .media(.mp4))
        #expect(try ContentVerdict.verdict(on: bytes, claimed: .m4a, by: database) == .media(.m4a))
    }

    @Test(arguments: ["mp4", "MP4", "Mov", "jpg", "JPEG", "mkv", "m4a"])
    func `an extension is accepted in any case`(_ name: String) {
        #expect(MediaFormat(fileExtension: name) != nil)
    }

    @Test func `every accepted extension has a format and others have none`() {
        for name in MediaFormat.acceptedExtensions { #expect(MediaFormat(fileExtension: name) != nil, "\(name)") }
        for name in ["", "exe", "m3u8", "mp4 ", "heic", "txt"] { #expect(MediaFormat(fileExtension: name) == nil) }
    }

    @Test func `many can ask the database at once`() async throws {
        let bytes = try Sample.mp3.bytes
        await withTaskGroup(of: String.self) { group in
            for index in 0..<64 {
                group.addTask { [database] in
                    index.isMultiple(of: 2) ? database.mimeType(of: bytes) : database.description(of: bytes)
                }
            }
            for await answer in group { #expect(answer == "audio/mpeg" || answer.contains("layer III")) }
        }
    }
}
