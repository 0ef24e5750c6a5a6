// From a complete drop to the job that is admitted for it.

import FileAccess
import JobModel

/// What a prompt asks for.
struct Wording: Hashable, Sendable {
    let steps: [String]
    let language: String
}

extension Job {
    /// The job of a drop whose files have all been inspected. A refused file makes a job that only fails, so that
    /// one place writes logs and gives files back.
    /// - Parameter wording: what is asked for, where it does not stand in a file of the drop.
    static func of(
        _ drop: Drop, at origin: Origin, sightings: [FileName: Sighting], wording: Wording? = nil, id: JobID,
        admitted: Timestamp, take: Int, refusal: Failure? = nil
    ) -> Job {
        var members: [Member] = []
        var wording = wording ?? Wording(steps: [], language: "en")
        var refusal = refusal
        for name in drop.names {
            guard let sighting = sightings[name], let report = sighting.report else { continue }
            var contentType: String?
            var link: String?
            switch report.finding {
            case .media(let type, _): contentType = type
            case .link(let address): link = address
            case .prompt(let steps, let language): wording = Wording(steps: steps, language: language)
            case .refused(let failure): refusal = refusal ?? failure
            case .notYet, .note, .untouchable, .unreadable: if refusal == nil { continue }
            }
            let role = name == drop.prompt ? Member.Role.prompt : .media
            members.append(
                Member(
                    name: name, role: role, size: sighting.fingerprint.size, contentType: contentType, link: link))
        }
        return Job(
            id: id, kind: drop.kind, origin: origin, members: members, plan: Plan(prompt: wording.steps),
            language: wording.language, admitted: admitted, take: take, refusal: refusal)
    }
}
