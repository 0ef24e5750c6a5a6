// Clips written in every way programs write them: taken when the last writer is done, and never before.

import CountingBackend
import EndToEndSupport
import Foundation
import Glibc
import TestSupport
import Testing

/// A way of writing `inbox/clip.mp4` that stands still in the middle.
enum Writer: String, CaseIterable, CustomTestStringConvertible {
    case slowly = "piece by piece"
    case intoRoomMadeBefore = "into room that was made for all of it"
    case intoAHole = "into a file that was given its size"
    case byTwoHandles = "by two handles, of which the first closes early"
    case wholeAndThenAgain = "whole by one handle, while another goes over it"
    case underAnotherName = "under another name, renamed with the handle open"
    case byMapping = "by a mapping that outlives its handle"
    case overAnEarlierOne = "over an earlier clip"

    var testDescription: String { rawValue }

    /// Writes up to the middle.
    /// - Returns: what writes the rest and lets go.
    func begin(_ path: String, _ content: [UInt8]) throws -> () throws -> Void {
        let middle = content.count / 2
        let rest = middle..<content.count
        let name = self == .underAnotherName ? path + ".part" : path
        if self == .overAnEarlierOne { try Data(content.reversed()).write(to: URL(filePath: path)) }
        let clip = try OpenClip(name, emptied: self == .overAnEarlierOne)
        switch self {
        case .intoRoomMadeBefore: try clip.allocate(content.count)
        case .intoAHole: try clip.setSize(Int64(content.count))
        case .slowly, .byTwoHandles, .wholeAndThenAgain, .underAnotherName, .byMapping, .overAnEarlierOne: break
        }
        switch self {
        case .slowly, .intoRoomMadeBefore, .intoAHole, .overAnEarlierOne:
            try clip.write(0..<middle, of: content)
            return {
                try clip.write(rest, of: content)
                clip.close()
            }
        case .byTwoHandles:
            let second = try OpenClip(path)
            try clip.write(0..<middle, of: content)
            clip.close()
            return {
                try second.write(rest, of: content)
                second.close()
            }
        case .wholeAndThenAgain:
            let second = try OpenClip(path)
            try clip.write(0..<content.count, of: content)
            try second.write(Array(repeating: 7, count: 100), at: Int64(middle))
            clip.close()
            return {
                try second.write(middle..<(middle + 100), of: content)
                second.close()
            }
        case .underAnotherName:
            try clip.write(0..<middle, of: content)
            guard rename(name, path) == 0 else { throw NotDone("rename \(name)") }
            return {
                try clip.write(rest, of: content)
                clip.close()
            }
        case .byMapping:
            try clip.setSize(Int64(content.count))
            let mapping = try clip.map(content.count)
            mapping[0..<middle].copyBytes(from: content[..<middle])
            clip.close()
            return {
                mapping[rest].copyBytes(from: content[rest])
                munmap(mapping.baseAddress, mapping.count)
            }
        }
    }
}

@Suite(.timeLimit(.minutes(5)))
struct WriterTests {
    @Test(arguments: Writer.allCases)
    func `a clip is taken when its last writer is done, and not before`(_ writer: Writer) async throws {
        let share = try await CountedShare()
        let daemon = try await share.watchingDaemon()
        try share.drop(prompt: "brighten it", as: "clip.prompt.txt")
        let finish = try writer.begin(share.path("inbox/clip.mp4"), share.backend.clip)
        try await share.isPassedOver(because: "is still being written", by: daemon)
        try finish()
        try await share.isTaken(whole: share.backend.clip, by: daemon)
    }

    /// Its boxes tile it, and there is a hole in it; nothing is read of what is not there.
    @Test func `a movie of four gigabytes that are not there is held, or refused for its size`() async throws {
        let share = try await CountedShare()
        let size = Int64(5) << 30
        let movie = try LongBoxes.sparse(of: share.backend.clip, size: size)
        let daemon = try await share.watchingDaemon(["max_file": "6GB"])
        try share.drop(prompt: "brighten it", as: "clip.prompt.txt")
        let clip = try OpenClip(share.path("inbox/clip.mp4"))
        try clip.setSize(size)
        for (offset, bytes) in movie { try clip.write(bytes, at: offset) }
        clip.close()
        try await share.isPassedOver(because: "nothing was written", by: daemon)

        try await daemon.send(SIGTERM)
        _ = try await daemon.ending()
        let strict = try await share.watchingDaemon()
        try await share.waits(for: "failed/clip.log", from: strict)
        #expect(share.text(of: "failed/clip.log").contains("too large"))
        #expect(share.exists("failed/clip.mp4") && share.exists("failed/clip.prompt.txt"))
        #expect(share.uploads(of: "clip.mp4").isEmpty)
    }

    @Test func `a movie whose boxes have sizes of 64 bits is delivered`() async throws {
        let share = try await CountedShare()
        let content = try LongBoxes.applied(to: share.backend.clip)
        let daemon = try await share.watchingDaemon()
        try share.drop(prompt: "brighten it", as: "clip.prompt.txt")
        try Data(content).write(to: URL(filePath: share.path("inbox/clip.mp4")))
        try await share.isTaken(whole: content, by: daemon)
    }
}
