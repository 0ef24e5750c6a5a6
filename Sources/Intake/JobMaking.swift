// From a complete drop to the job that is admitted for it.

import FileAccess
import JobModel

extension Job {
    /// The job of a drop whose files have all been inspected. A refused file makes a job that only fails, so that
    /// one place writes logs and gives files back.
    static func of(
        _ drop: Drop, at origin: Origin, sightings: [FileName: Sighting], id: JobID, admitted: Timestamp, take: Int,
        refusal: Failure? = nil
    ) -> Job {
        var members: [Member] = []
        var steps: [String] = []
        var language = "en"
        var refusal = refusal
        for name in drop.names {
            guard let sighting = sightings[name], let report = sighting.report else { continue }
            var contentType: String?
            switch report.finding {
            case .media(let type, _): contentType = type
            case .prompt(let parts, let spoken): (steps, language) = (parts, spoken)
            case .refused(let failure): refusal = refusal ?? failure
            case .notYet, .untouchable: continue
            }
            let role = name == drop.prompt ? Member.Role.prompt : .media
            members.append(
                Member(name: name, role: role, size: sighting.fingerprint.size, contentType: contentType))
        }
        return Job(
            id: id, kind: .drop, origin: origin, members: members, plan: Plan(prompt: steps), language: language,
            admitted: admitted, take: take, refusal: refusal)
    }
}
