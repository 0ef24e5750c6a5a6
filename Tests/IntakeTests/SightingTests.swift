// What is still known about a file after another look at it.

import FileAccess
import Inspection
import Intake
import JobModel
import Testing

extension FileFingerprint {
    /// A file of some size, written to at some time.
    static func sample(inode: UInt64 = 1, size: Int64 = 1000, modified: Int64 = 0) -> FileFingerprint {
        FileFingerprint(identity: FileIdentity(device: 1, inode: inode), size: size, modified: modified)
    }
}

@Suite struct SightingTests {
    private func seen(_ finding: FileReport.Finding, isFree: Bool? = true) -> Sighting {
        var sighting = Sighting(.sample(), isClosed: true, at: .seconds(1))
        sighting.report = FileReport(finding: finding, isFreeOfWriters: isFree)
        return sighting
    }

    private static let whole = FileReport.Finding.media(contentType: "video/mp4", .whole)

    @Test(arguments: [
        FileFingerprint.sample(size: 1001), .sample(modified: 1), .sample(inode: 2),
    ])
    func `a changed file is a new sighting`(fingerprint: FileFingerprint) {
        var sighting = seen(Self.whole)
        sighting.see(fingerprint, isClosed: false, at: .seconds(5))
        #expect(sighting.fingerprint == fingerprint && !sighting.isClosed && sighting.since == .seconds(5))
        #expect(sighting.report == nil)
        #expect(sighting.firstSeen == .seconds(1), "what grows for ever was there all along")
    }

    @Test func `an unchanged file keeps its time, its closing and its report`() {
        var sighting = seen(Self.whole)
        let before = sighting
        sighting.see(.sample(), isClosed: false, at: .seconds(5))
        #expect(sighting == before)
    }

    @Test func `a file that was closed again is looked into again`() {
        var sighting = Sighting(.sample(), isClosed: false, at: .seconds(1))
        sighting.report = FileReport(finding: Self.whole, isFreeOfWriters: true)
        sighting.see(.sample(), isClosed: true, at: .seconds(5))
        #expect(sighting.isClosed)
        #expect(sighting.report == nil)
        #expect(sighting.since == .seconds(1))
    }

    /// A writer may have gone, or have finished, without a trace: the event was lost, or the clock of the filesystem
    /// has not ticked since.
    @Test(
        arguments: [
            (.notYet("is empty so far"), true), (.untouchable(.symbolicLink), nil),
            (.media(contentType: "video/mp4", .incomplete(.empty)), true), (whole, false),
            (.prompt(steps: ["brighten it"], language: "en"), false),
        ] as [(FileReport.Finding, Bool?)])
    func `what holds a file back is looked into at every look`(finding: FileReport.Finding, isFree: Bool?) {
        var sighting = seen(finding, isFree: isFree)
        sighting.see(.sample(), isClosed: false, at: .seconds(5))
        #expect(sighting.report == nil)
        #expect(sighting.since == .seconds(1))
    }
}
