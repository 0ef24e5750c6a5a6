// What a watch folder tells. Whoever hears it looks for itself: an event is a hint where to look, never a fact to act on.

import JobModel

/// Something that happened below a root.
package enum FolderEvent: Sendable, Hashable {
    /// A file's writer closed it, or it was renamed to this name: the kernel said so (FOLDER-CONTRACT 2.1).
    case appeared(RelativePath)
    /// An entry was made, or differs from how it was last seen. It may still be written to: look at it later.
    case changed(RelativePath)
    /// An entry left this name; a directory did so with all that was below it.
    case vanished(RelativePath)
    /// Events below this path may have been missed: look at it and at everything below it.
    case rescanNeeded(below: RelativePath)
}
