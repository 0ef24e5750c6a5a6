// A job as a line of a listing.

import JobModel
import Telemetry

struct JobSummary: Encodable {
    let id: String
    let clip: String
    let state: String
    let detail: String
    let admitted: String

    init(_ job: Job) {
        id = job.id.rawValue
        clip = (job.origin.folder / job.origin.stem).description
        admitted = ClockText.local(job.admitted)
        switch job.state {
        case .active(let stage): (state, detail) = ("active", Self.words(for: stage, of: job))
        case .waiting(let waiting, _): (state, detail) = ("waiting", waiting.sentence)
        case .failed(let failure, _, _): (state, detail) = ("failed", failure.message)
        case .cancelled: (state, detail) = ("cancelled", "")
        case .finished:
            (state, detail) = ("finished", job.deliveries.map(\.name.description).joined(separator: ", "))
        }
    }

    private static func words(for stage: Stage, of job: Job) -> String {
        switch stage {
        case .arriving: "being picked up"
        case .claimed: "picked up"
        case .sessionOpened(let uploads): "uploading, \(uploads) of \(job.media.count) done"
        case .ready(let step) where step == job.plan.steps.count: "being archived"
        case .ready(let step): "at step \(step + 1) of \(job.plan.steps.count)"
        case .answered: "waiting for a quiet timeline"
        case .submitted: "rendering"
        case .rendered: "downloading"
        case .downloaded: "being delivered"
        }
    }

    /// Lines in columns, one job each.
    static func table(_ jobs: [JobSummary]) -> String {
        let widest = jobs.map(\.clip.count).max() ?? 0
        return jobs.map { job in
            let clip = job.clip.padded(to: min(widest, 40))
            let line = "\(job.id)  \(job.admitted)  \(job.state.padded(to: 9))  \(clip)  \(job.detail.shownOnOneLine)"
            return String(line.reversed().drop(while: \.isWhitespace).reversed())
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
