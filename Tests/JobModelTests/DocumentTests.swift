// Values that the ledger keeps come back from JSON as they were.

import Foundation
import JobModel
import Testing

@Suite struct DocumentTests {
    @Test(arguments: Situation.all)
    func `a job comes back as it was`(in situation: Situation) throws {
        let job = try Job.sample().after(situation.history)
        #expect(try roundTrip(job) == job)
    }

    @Test func `a job with names that are not UTF-8 comes back as it was`() throws {
        let folder = RelativePath([try #require(FileName(bytes: [0xE9, 0x74, 0xE9]))])
        let media = try #require(FileName(bytes: [0x63, 0xFF, 0x0A, 0x2E, 0x6D, 0x70, 0x34]))
        let job = Job.sample(folder: folder, media: [media])
        let back = try roundTrip(job)
        #expect(back == job)
        #expect(back.origin.folder.bytes == [0xE9, 0x74, 0xE9])
        #expect(back.members.first?.name.bytes == media.bytes)
    }

    @Test func `NFC and NFD are kept apart`() throws {
        for name in ["caf\u{E9}", "cafe\u{301}"] as [FileName] {
            #expect(try roundTrip(name).bytes == name.bytes)
        }
    }

    @Test(arguments: JobRecord.samples)
    func `a record comes back as it was`(record: JobRecord) throws {
        #expect(try roundTrip(record) == record)
    }

    @Test func `a session and an account come back as they were`() throws {
        let session = Session(
            id: .sample, taskID: nil, account: AccountID("fingerprint"),
            project: Lane(root: "/watch", path: RelativePath(["spring"]), isProject: true), language: "zh",
            messages: 3, isAlive: false, opened: Timestamp(milliseconds: 12))
        #expect(try roundTrip(session) == session)
        let account = Account(id: AccountID("fingerprint"), kind: .given, available: 12.5, pause: .credits)
        #expect(try roundTrip(account) == account)
    }

    private func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    }
}
