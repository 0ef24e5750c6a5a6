// A job's progress as a bar on a terminal, or as lines anywhere else.

import Glibc
import JobModel
import Telemetry

/// Shows how far a job is.
struct ProgressView {
    private let isTerminal: Bool
    private var fraction = 0.0
    private var label = ""
    /// The fraction of the last line.
    private var shown = 0.0

    init(isTerminal: Bool = isatty(STDOUT_FILENO) == 1) { self.isTerminal = isTerminal }

    mutating func show(_ event: JobEvent) {
        guard let progress = Progress(event) else { return }
        fraction = max(fraction, progress.fraction)
        let isNews = progress.label != label || fraction >= shown + 0.1
        label = progress.label
        if isTerminal {
            draw()
        } else if isNews {
            shown = fraction
            Console.line("\(Self.percent(fraction))  \(label)")
        }
    }

    /// Leaves the bar's line.
    mutating func finish() { if isTerminal { Console.line() } }

    private func draw() {
        let width = 30
        let filled = Int((fraction * Double(width)).rounded(.down))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        Console.write("\r[\(bar)] \(Self.percent(fraction))  \(label)\u{1B}[K")
    }

    private static func percent(_ fraction: Double) -> String {
        let number = "\(Int((fraction * 100).rounded(.down)))"
        return String(repeating: " ", count: 3 - number.count) + number + "%"
    }
}

/// What an event means for the bar. The shares are those of a short clip; a bar need not be exact.
private struct Progress {
    let fraction: Double
    let label: String

    init?(_ event: JobEvent) {
        switch event {
        case .pickedUp: self.init(0.03, "picked up")
        case .sessionOpened: self.init(0.05, "session opened")
        case .uploading(_, let sent, let whole): self.init(0.05 + 0.10 * Self.share(sent, of: whole), "uploading")
        case .uploaded: self.init(0.15, "uploaded")
        case .asked: self.init(0.18, "the editor's AI is working")
        case .replied: self.init(0.25, "the editor's AI has answered")
        case .timelineChanged: self.init(0.28, "the timeline has changed")
        case .rendering(let share): self.init(0.30 + 0.60 * (share ?? 0), "rendering")
        case .downloading(let received, let whole):
            self.init(0.90 + 0.08 * Self.share(received, of: whole ?? received), "downloading")
        case .delivered: self.init(1, "delivered")
        default: return nil
        }
    }

    private init(_ fraction: Double, _ label: String) {
        self.fraction = fraction
        self.label = label
    }

    private static func share(_ part: Int64, of whole: Int64) -> Double {
        whole > 0 ? min(1, Double(part) / Double(whole)) : 0
    }
}
