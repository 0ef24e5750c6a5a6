// How many prompts are read as they were written, counted: nothing in an old encoding says which it is.

import Foundation
import Inspection
import Testing

@Suite struct EncodingFigureTests {
    /// Of a hundred prompts in an encoding, how many must be right. Where it is not all of them, a word of one or two
    /// characters is a word in another language too.
    private static let floors = [
        "BIG5": 100, "CP932": 100, "EUC-KR": 100, "GB18030": 97, "UTF-16BE": 95, "UTF-16BE with mark": 100,
        "UTF-16LE": 94, "UTF-16LE with mark": 100, "UTF-8": 100, "UTF-8 with mark": 100, "WINDOWS-1251": 100,
        "WINDOWS-1252": 100,
    ]

    @Test func `nearly every prompt is read as it was written, in whichever encoding`() throws {
        let samples = try PromptSample.all.get()
        var rightInAll = 0
        for (encoding, samples) in Dictionary(grouping: samples, by: \.encoding).sorted(by: { $0.key < $1.key }) {
            let wrong = samples.filter { read($0.bytes) != $0.text }
            rightInAll += samples.count - wrong.count
            let misread = wrong.map { "\($0.text) as \(read($0.bytes) ?? "nothing")" }.joined(separator: ", ")
            let percentage = 100 * (samples.count - wrong.count) / samples.count
            print("\(encoding): \(samples.count - wrong.count) of \(samples.count) prompts are read right \(misread)")
            #expect(percentage >= Self.floors[encoding] ?? 100, "\(encoding): \(misread)")
        }
        print("all encodings: \(rightInAll) of \(samples.count) prompts are read right")
    }

    private func read(_ bytes: [UInt8]) -> String? {
        guard case .text(let prompt) = PromptText.reading(of: bytes) else { return nil }
        return prompt.text
    }
}
