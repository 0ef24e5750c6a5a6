// What is known about one file in the inbox, and what was found when it was looked into.

import FileAccess
import Inspection
import JobModel

/// A file as it was last seen.
package struct Sighting: Hashable, Sendable {
    package private(set) var fingerprint: FileFingerprint
    /// When this fingerprint was first seen, by the monotonic clock.
    package private(set) var since: Duration
    /// Whether the kernel said that a writer closed the file in just this condition, or that it was renamed to here.
    package private(set) var isClosed: Bool
    /// Why it must not be taken as a file, whatever it holds.
    package private(set) var obstacle: Obstacle?
    /// When anything of that name was first seen, by the monotonic clock.
    package private(set) var firstSeen: Duration
    /// What was found in the file in just this condition.
    package var report: FileReport?

    package init(_ fingerprint: FileFingerprint, isClosed: Bool, obstacle: Obstacle? = nil, at now: Duration) {
        self.fingerprint = fingerprint
        self.isClosed = isClosed
        self.obstacle = obstacle
        since = now
        firstSeen = now
    }

    /// Takes in another look at the file. What held it back is looked into again each time: a writer may leave no
    /// trace but what it wrote, when an event was lost or the filesystem's clock has not ticked.
    package mutating func see(
        _ fingerprint: FileFingerprint, isClosed: Bool, obstacle: Obstacle? = nil, at now: Duration
    ) {
        if fingerprint != self.fingerprint || obstacle != self.obstacle {
            let firstSeen = firstSeen
            self = Sighting(fingerprint, isClosed: isClosed, obstacle: obstacle, at: now)
            self.firstSeen = firstSeen
        } else if isClosed {
            self.isClosed = true
            report = nil
        } else if report?.holdsBack == true {
            report = nil
        }
    }
}

/// Something that is never followed or opened, whatever it is called (FOLDER-CONTRACT 6).
package enum Obstacle: Hashable, Sendable {
    case symbolicLink
    /// The file has a second name somewhere.
    case hardLink
    case folder
    /// A FIFO, a device or a socket.
    case special

    init?(_ status: FileStatus) {
        switch status.kind {
        case .symbolicLink: self = .symbolicLink
        case .special: self = .special
        case .directory: self = .folder
        case .file:
            guard status.linkCount > 1 else { return nil }
            self = .hardLink
        }
    }

    /// Whether it goes to `failed/`; what does not is left where it is.
    var isMoved: Bool { self == .symbolicLink || self == .hardLink }

    /// Completes "clip.mp4 …".
    package var reason: String {
        switch self {
        case .symbolicLink: "is a link, which is never followed"
        case .hardLink: "has a second name (a hard link)"
        case .folder: "is a folder, not a file"
        case .special: "is a device or a pipe, not a file"
        }
    }
}

/// What a file holds, as far as a drop is concerned.
package struct FileReport: Hashable, Sendable {
    package enum Finding: Hashable, Sendable {
        /// A clip of an accepted type.
        case media(contentType: String, Completeness)
        /// A shortcut to a clip in the web.
        case link(address: String)
        /// A prompt, decoded and parted into steps.
        case prompt(steps: [String], language: String)
        /// A note of the daemon's own that nobody has written into, and what it says.
        case note(String)
        /// Nothing that can be judged yet; the text completes "clip.mp4 …".
        case notYet(String)
        /// Something that is refused once it has settled.
        case refused(Failure)
        /// Something that must not be opened.
        case untouchable(Obstacle)
        /// A file that the daemon may not read; the text says why.
        case unreadable(String)
    }

    package let finding: Finding
    /// Whether nobody has it open for writing; `nil` where that cannot be known.
    package let isFreeOfWriters: Bool?

    package init(finding: Finding, isFreeOfWriters: Bool?) {
        self.finding = finding
        self.isFreeOfWriters = isFreeOfWriters
    }

    /// Whether the file cannot be taken in the condition it was found in.
    fileprivate var holdsBack: Bool {
        switch finding {
        case .media(_, .incomplete), .notYet, .untouchable, .unreadable: true
        case .media(_, .whole), .media(_, .unprovable), .link, .prompt, .note, .refused: isFreeOfWriters == false
        }
    }
}
