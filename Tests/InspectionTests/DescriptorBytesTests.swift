// The check on real, open files: holes as the filesystem reports them, and the descriptor left as it was.

import Foundation
import Glibc
import Inspection
import TestSupport
import Testing

@Suite struct DescriptorBytesTests {
    @Test func `a clip copied in two parts with a gap between them has a hole`() throws {
        let folder = try TemporaryFolder()
        let clip = try Data(contentsOf: URL(filePath: SampleClip.bigBuckBunny))
        let path = folder.appending("sparse.mp4")
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.write(contentsOf: clip[..<262_144])
        try file.seek(toOffset: 524_288)
        try file.write(contentsOf: clip[524_288...])

        let source = try DescriptorBytes(descriptor: file.fileDescriptor)
        #expect(source.size == Int64(clip.count))
        #expect(try ContainerCheck.completeness(of: source, as: .mp4) == .incomplete(.hole(at: 262_144)))
    }

    @Test func `reading leaves the descriptor's offset alone`() throws {
        let file = try FileHandle(forReadingFrom: URL(filePath: SampleClip.bikes))
        try file.seek(toOffset: 1000)
        let source = try DescriptorBytes(descriptor: file.fileDescriptor)
        #expect(try ContainerCheck.completeness(of: source, as: .mp4) == .whole)
        #expect(try file.offset() == 1000)
    }

    @Test func `a file that shrinks while it is read is incomplete and not an error`() throws {
        let folder = try TemporaryFolder()
        let path = folder.appending("shrinking.mp4")
        try FileManager.default.copyItem(atPath: SampleClip.bikes, toPath: path)
        let file = try FileHandle(forUpdating: URL(filePath: path))
        let source = try DescriptorBytes(descriptor: file.fileDescriptor)
        try file.truncate(atOffset: 100)
        guard case .incomplete = try ContainerCheck.completeness(of: source, as: .mp4) else {
            Issue.record("a shrunken file was not found incomplete")
            return
        }
    }

    @Test func `what is not a regular file is refused`() {
        let descriptor = open("/dev/null", O_RDONLY)
        defer { close(descriptor) }
        #expect(throws: ByteSourceError.notAFile) { try DescriptorBytes(descriptor: descriptor) }
    }
}
