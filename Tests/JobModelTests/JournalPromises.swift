// What a job's journal promises about money, followed record by record without a look at the transition function.

import JobModel

/// Follows the records a job took; ``broken`` says which promises they broke.
struct JournalPromises {
    private(set) var broken: [String] = []
    /// How often its work was begun from nothing.
    private(set) var lives = 1
    /// How often it was brought back; what was then undone not counted.
    private(set) var reopenings = 0
    /// Messages taken since the work was begun from nothing.
    private(set) var messagesTaken = 0

    /// The step whose message may have arrived.
    private var sending: Int?
    /// Steps whose message was taken, or may have been.
    private var said: Set<Int> = []
    /// Steps at which a follow-up was asked for.
    private var followedUp: Set<Int> = []
    /// Whether a person was told that the message may have arrived, and wants it sent again.
    private var mayResend = false
    private var reopening: Reopening?

    mutating func note(_ record: JobRecord, of job: Job) {
        switch record {
        case .intended(.sendMessage(let step, _)):
            if sending != nil { broken.append("step \(step): a message was begun while another's fate is unknown") }
            if !said.insert(step).inserted { broken.append("step \(step): its message was begun again") }
            sending = step
            mayResend = false
        case .notSent(let step): settle(step, isSaid: false)
        case .toBeSentAgain(let step):
            if !mayResend { broken.append("step \(step): nobody wanted its message sent again") }
            settle(step, isSaid: false)
        case .answered(let step, _, _):
            settle(step, isSaid: true)
            messagesTaken += 1
        case .followUpWanted(let step, _):
            if !followedUp.insert(step).inserted { broken.append("step \(step): a second follow-up") }
            said.remove(step)
        case .sessionLost:
            if !said.isEmpty { broken.append("a session was given up although \(said) were said in it") }
            beginAnew()
        case .reopened(let brought):
            reopening = brought
            reopenings += 1
            if job.refusal != nil { broken.append("a refused job was taken up again") }
        case .reopeningUndone:
            reopening = nil
            reopenings -= 1
        case .claimed:
            if let reopening { takeUp(reopening) }
            reopening = nil
        default:
            if sending != nil, case .intended(let intent) = record { broken.append("\(intent) while sending") }
        }
    }

    private mutating func settle(_ step: Int, isSaid: Bool) {
        if sending != step { broken.append("step \(step): settled without being sent") }
        if !isSaid { said.remove(step) }
        sending = nil
        mayResend = false
    }

    private mutating func takeUp(_ reopening: Reopening) {
        mayResend = false
        guard case .failed(let failure, _, _) = reopening.ended else { return }
        if failure.code == .sessionGone { beginAnew() }
        mayResend = sending != nil && failure.code == .uncertain && reopening.mayResend
    }

    private mutating func beginAnew() {
        lives += 1
        sending = nil
        said = []
        followedUp = []
        mayResend = false
        messagesTaken = 0
    }
}
