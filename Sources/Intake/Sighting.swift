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
    /// What was found in the file in just this condition.
    package var report: FileReport?

    package init(_ fingerprint: FileFingerprint, isClosed: Bool, at now: Duration) {
        self.fingerprint = fingerprint
        self.isClosed = isClosed
        since = now
    }

    /// Takes in another look at the file. What held it back is looked into again each time: a writer may leave no
    /// trace but what it wrote, when an event was lost or the filesystem's clock has not ticked.
    package mutating func see(_ fingerprint: FileFingerprint, isClosed: Bool, at now: Duration) {
        if fingerprint != self.fingerprint {
            self = Sighting(fingerprint, isClosed: isClosed, at: now)
        } else if isClosed {
            self.isClosed = true
            report = nil
        } else if report?.holdsBack == true {
            report = nil
        }
    }
}

/// What a file holds, as far as a drop is concerned.
package struct FileReport: Hashable, Sendable {
    package enum Finding: Hashable, Sendable {
        /// A clip of an accepted type.
        case media(contentType: String, Completeness)
        /// A prompt, decoded and parted into steps.
        case prompt(steps: [String], language: String)
        /// Nothing that can be judged yet; the text completes "clip.mp4 …".
        case notYet(String)
        /// Something that is refused once it has settled.
        case refused(Failure)
        /// Something that must not be opened or taken: a link, a device, a file with a second name.
        case untouchable(String)
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
        case .media(_, .incomplete), .notYet, .untouchable: true
        case .media(_, .whole), .media(_, .unprovable), .prompt, .refused: isFreeOfWriters == false
        }
    }
}
