// What can be said about whether a media file is all there (FOLDER-CONTRACT 2).

/// Whether a container holds everything it announces.
package enum Completeness: Hashable, Sendable {
    /// Everything the container announces is there.
    case whole
    /// Something it announces is not there, or not yet.
    case incomplete(Shortfall)
    /// The format announces too little to tell, or what is there is too unusual; only time can tell.
    case unprovable
}

/// What an incomplete container lacks. Its description completes "The file looks incomplete: …".
package enum Shortfall: Hashable, Sendable {
    case empty
    /// The file ends, or what encloses the part ends, before the part does.
    case endsInside(part: String)
    case missing(part: String)
    /// Bytes that should be there were never written; `at` is the first of them.
    case hole(at: Int64)
    /// Only zeros where content should be.
    case zeros(in: String)
    /// What is there contradicts itself, as when another file's bytes or zeros follow.
    case malformed(part: String)
}

extension Shortfall: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "it is empty"
        case .endsInside(let part): "it ends in the middle of its \(part)"
        case .missing(let part): "its \(part) is missing"
        case .hole(let offset): "nothing was written from byte \(offset) on"
        case .zeros(let part): "its \(part) is still empty"
        case .malformed(let part): "its \(part) makes no sense"
        }
    }
}
