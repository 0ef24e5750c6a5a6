// Where a job stands that waits for its turn, as people want to know it.

import JobModel

/// What is before a job that nobody works on yet.
package struct QueuePlace: Hashable, Sendable {
    /// The jobs of its own lane before it, the one that is worked on among them: they run one after the other.
    package let aheadInLane: Int
    /// The jobs of other lanes whose turn comes before its lane's. Only counted for the first job of a lane, and as long
    /// as folders take one turn each: there may be more. Of its own folder no more than ``most`` are counted.
    package let aheadElsewhere: Int
    /// The job that holds the lane until a person settles it (FOLDER-CONTRACT 1).
    package let holder: Origin?

    /// Nobody needs to know it more exactly, and thousands may come at once.
    package static let most = 1000

    package init(aheadInLane: Int, aheadElsewhere: Int, holder: Origin?) {
        self.aheadInLane = aheadInLane
        self.aheadElsewhere = aheadElsewhere
        self.holder = holder
    }
}
