// Titles drawn over the picture. Their words reach ffmpeg in a file, never in a filter.

import Foundation
import Subprocess

/// Draws the titles of a plan.
struct TitleOverlay: Sendable {
    /// Seconds a title takes to appear and to go.
    private static let fade = 0.3
    /// Bytes of the font's name that is asked for at most.
    private static let answerLimit = 4096

    let folder: String

    /// - Returns: One `drawtext` filter a title, to be chained.
    func filters(for plan: RenderPlan) async throws -> [String] {
        var filters: [String] = []
        var begin = 0.0
        for (index, title) in plan.titles.enumerated() {
            let end = begin + Double(title.milliseconds) / 1000
            let words = Self.drawable(title.text)
            let name = "title-\(index + 1).txt"
            try Data(words.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
            let alpha = "clip(min((t-\(begin))/\(Self.fade)\\,(\(end)-t)/\(Self.fade))\\,0\\,1)"
            let size = Self.size(of: words, on: plan.canvas)
            filters.append(
                "drawtext=textfile=\(Self.escaped("\(folder)/\(name)")):expansion=none:\(await font(for: words))"
                    + ":fontsize=\(size):fontcolor=white:borderw=\(max(size / 18, 2)):bordercolor=black@0.7"
                    + ":shadowx=2:shadowy=2:shadowcolor=black@0.5:x=(w-text_w)/2:y=(h-text_h)/2"
                    + ":alpha=\(alpha):enable=between(t\\,\(begin)\\,\(end))")
            begin = end
        }
        return filters
    }

    /// One line, without what the fonts at hand cannot draw: control characters and coloured emoji.
    static func drawable(_ text: String) -> String {
        var words = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: words += " "
            case .format, .surrogate, .privateUse, .unassigned: break
            default: if !scalar.properties.isEmojiPresentation { words.unicodeScalars.append(scalar) }
            }
        }
        return words.trimmed.isEmpty ? text : words.trimmed
    }

    /// A tenth of the height, smaller where the words would not fit nine tenths of the width.
    static func size(of words: String, on canvas: Canvas) -> Int {
        // An ideograph is as wide as it is high, other letters about 0.6 of it.
        let width = words.unicodeScalars.reduce(0.0) { $0 + ($1.value >= 0x2E80 ? 1.0 : 0.6) }
        let fitting = Double(canvas.width) * 0.9 / max(width, 1)
        return max(min(Int(fitting), min(canvas.width, canvas.height) / 9), 12)
    }

    /// A font that has every letter of the words, asked of fontconfig; its default family where that cannot be had.
    private func font(for words: String) async -> String {
        let letters = Set(words.unicodeScalars.filter { !$0.properties.isWhitespace }).map(\.value).sorted()
        let wanted = letters.prefix(64).map { String($0, radix: 16) }.joined(separator: " ")
        let found = try? await Subprocess.run(
            .name("fc-match"), arguments: ["--format=%{file}", "sans:bold:charset=\(wanted)"],
            environment: VideoTools.environment,
            output: .string(limit: Self.answerLimit))
        guard let found, found.terminationStatus.isSuccess, found.standardOutput.hasPrefix("/"),
            FileManager.default.isReadableFile(atPath: found.standardOutput)
        else { return "font=Sans" }
        return "fontfile=\(Self.escaped(found.standardOutput))"
    }

    /// A path as a filter's option, inside a graph: escaped for the option and again for the graph (ffmpeg-filters,
    /// "Notes on filtergraph escaping").
    static func escaped(_ path: String) -> String {
        let option = path.reduce(into: "") { $0 += "\\':".contains($1) ? "\\\($1)" : String($1) }
        return option.reduce(into: "") { $0 += "\\'[],; ".contains($1) ? "\\\($1)" : String($1) }
    }
}
