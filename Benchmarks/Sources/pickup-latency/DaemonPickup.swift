// The daemon as a subject: what it is handed, and when that is claimed.

import Measuring

/// Drops of a clip and a prompt into the daemon's inbox.
struct DaemonPickup: Subject {
    enum Part: CaseIterable {
        case clip
        case prompt
    }

    let title: String
    private let daemon: Daemon
    /// Which file completes the drop.
    private let last: Part
    private let clip: [UInt8]
    private let departures: FolderObserver
    private let logs: FolderObserver

    init(_ title: String, of daemon: Daemon, last: Part, clip: [UInt8]) throws {
        self.title = title
        self.daemon = daemon
        self.last = last
        self.clip = clip
        departures = try FolderObserver("\(daemon.root)/inbox", .movedAway)
        logs = try FolderObserver("\(daemon.root)/outbox", .created)
    }

    func prepare(_ stems: [String]) throws {
        for stem in stems {
            for part in Part.allCases where part != last { _ = try deliver(part, of: stem) }
        }
    }

    /// A drop is claimed when its last file has left the inbox, and done with when its log is there.
    func react(to stem: String) throws -> Duration {
        let closing = try deliver(last, of: stem)
        let names = Set(Part.allCases.map { name(of: $0, stem) })
        do {
            let claimed = try departures.wait(for: names, within: patience)
            _ = try logs.wait(for: ["\(stem).log"], within: patience)
            return claimed - closing
        } catch let error as CannotMeasure {
            throw CannotMeasure("\(error.reason)\n\(daemon.logged)")
        }
    }

    private func deliver(_ part: Part, of stem: String) throws -> SuspendingClock.Instant {
        let bytes = part == .clip ? clip : Array("Cut the first second and call it \(stem).\n".utf8)
        return try copy(bytes, to: "\(daemon.root)/inbox/\(name(of: part, stem))")
    }

    private func name(of part: Part, _ stem: String) -> String {
        part == .clip ? "\(stem).mp4" : "\(stem).prompt.txt"
    }
}
