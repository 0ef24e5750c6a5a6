// What an editor reads about each event, and what they do not read.

import JobModel
import Telemetry
import Testing

@Suite struct EditorSentenceTests {
    /// An event and its sentence.
    struct Telling: Sendable, CustomTestStringConvertible {
        let event: JobEvent
        let sentence: String?

        init(_ event: JobEvent, _ sentence: String?) {
            self.event = event
            self.sentence = sentence
        }

        var testDescription: String { sentence ?? "nothing about \(event)" }
    }

    @Test(arguments: [
        Telling(.pickedUp(files: [("clip.mp4", 1_055_736)]), "Picked up clip.mp4 (1.1 MB)."),
        Telling(
            .pickedUp(files: [("clip.mp4", 509_868), ("clip.prompt.txt", 41)]),
            "Picked up clip.mp4 (510 kB) and clip.prompt.txt (41 bytes)."),
        Telling(.queued(ahead: 1200), "Waiting its turn: at least 1000 jobs are ahead."),
        Telling(.queued(ahead: 0), "Waiting its turn: it is next."),
        Telling(.queued(ahead: 1), "Waiting its turn: one job is ahead."),
        Telling(.queued(ahead: 7), "Waiting its turn: 7 jobs are ahead."),
        Telling(
            .queued(ahead: 7, estimate: .seconds(620)),
            "Waiting its turn: 7 jobs are ahead; its turn comes in about 10 min."),
        Telling(
            .held(by: "a"),
            "Waiting for a, a clip of the same project: it is uncertain whether its edit was made. To go on, move its "
                + "files from failed/ back to the project's folder in the inbox, or put a file named a.cancel.txt "
                + "there to give it up."),
        Telling(.started(resumedAfterRestart: true), "Going on after a restart of the service."),
        Telling(.started(resumedAfterRestart: false), nil),
        Telling(
            .takenUpAgain(isAnew: false),
            "Taken up again where it stopped. What is done is neither done nor paid for again."),
        Telling(
            .takenUpAgain(isAnew: true),
            "Taken up again from the beginning: what was edited is gone, and is made and paid for again."),
        Telling(.sessionOpened(SessionID("s-1"), isShared: false), nil),
        Telling(.sessionOpened(SessionID("s-1"), isShared: true), "Working in this folder's project."),
        Telling(
            .sessionLost, "The video service has closed the session before any edit; opening another one."),
        Telling(.uploading("clip.mp4", sent: 1, of: 2), nil),
        Telling(
            .uploaded("clip.mp4", size: 10_000_000, took: .seconds(4)), "Uploaded clip.mp4 (10 MB, 2.5 MB/s)."),
        Telling(.uploaded("clip.mp4", size: 10_000_000, took: .zero), "Uploaded clip.mp4 (10 MB)."),
        Telling(.uploadedByAddress("clip.url", host: "cdn.example"), "Uploaded clip.url (from cdn.example)."),
        Telling(
            .reusing("clip"),
            """
            This is the same clip and prompt as \u{201C}clip\u{201D}, which is done: its result is delivered again, free. \
            For a new variation change the wording of the prompt.
            """),
        Telling(.renderingAgain, "That result is no longer in the outbox; rendering it once more, free."),
        Telling(.continued("clip"), "Going on with the timeline of \u{201C}clip\u{201D}."),
        Telling(
            .noTimeline("clip"),
            """
            There is no timeline of \u{201C}clip\u{201D} yet. To ask about a clip, give the prompt the clip's name: \
            clip.prompt.txt asks about clip.mp4.
            """),
        Telling(
            .timelineEnded("clip"),
            """
            The project of \u{201C}clip\u{201D} at the video service has ended; there is no timeline any more.
            """),
        Telling(.asked("brighten it"), "Asked: \u{201C}brighten it\u{201D}"),
        Telling(.asked("brighten it\nand add music"), "Asked: \u{201C}brighten it\n    and add music\u{201D}"),
        Telling(.working("edit_timeline"), nil),
        Telling(.stillWorking(elapsed: .seconds(125)), "Still working (2 min 5 s so far)."),
        Telling(.replied("Done."), "The editor's AI says: Done."),
        Telling(.replied("Done.\n\nMore?"), "The editor's AI says: Done.\n    \n    More?"),
        Telling(
            .connectionLost("The video service was silent for 3 min while sending the message."),
            """
            The video service was silent for 3 min while sending the message. Looking whether the edit was made; it is \
            not asked for twice.
            """),
        Telling(
            .connectionLost("The video service reported a failure: out of memory"),
            """
            The video service reported a failure: out of memory. Looking whether the edit was made; it is not asked for \
            twice.
            """),
        Telling(.foundMade, "The edit was made."),
        Telling(.sendingAgain, "The timeline shows no trace of the edit. Asking for it once more."),
        Telling(.connectionLost(""), "Looking whether the edit was made; it is not asked for twice."),
        Telling(
            .timelineChanged(["a track was added", "the title is new"]), "Changed: a track was added; the title is new."
        ),
        Telling(.timelineUnchanged, "The timeline has not changed."),
        Telling(.timeline("Timeline (1 track): 1. Video: city (0-10s)"), "Timeline (1 track): 1. Video: city (0-10s)"),
        Telling(.balance(available: 80, frozen: nil), "Credits: 80 available."),
        Telling(.balance(available: 79.5, frozen: 0), "Credits: 79.5 available."),
        Telling(.balance(available: 80, frozen: 20), "Credits: 80 available, 20 reserved by running work."),
        Telling(.rendering(fraction: nil), nil),
        Telling(.rendering(fraction: 0.42), nil),
        Telling(.renderReached(percent: 0), "Rendering."),
        Telling(.renderReached(percent: 50), "Rendering (50%)."),
        Telling(.renderFailed("out of memory"), "The render failed (out of memory). Trying once more."),
        Telling(
            .renderLost, "The video service no longer knows the render. Asking for it again; the edit is kept."),
        Telling(.downloading(received: 1, of: nil), nil),
        Telling(
            .delivered(
                Delivery(
                    name: "clip.take2.mp4", take: 2, render: RenderID("r"),
                    facts: VideoFacts(size: 8_400_000, milliseconds: 15_320, width: 1080, height: 1920)),
                took: .seconds(95)),
            "Delivered clip.take2.mp4 (15.3 s, 1080x1920, 8.4 MB, 1 min 35 s after pick-up)."),
        Telling(
            .delivered(Delivery(name: "clip.mp4", take: 1, render: RenderID("r"), facts: nil), took: .seconds(9)),
            "Delivered clip.mp4 (9 s after pick-up)."),
        Telling(
            .delivered(
                Delivery(name: "clip.mp4", take: 1, render: RenderID("r"), facts: nil), took: .seconds(9), credits: 50),
            "Delivered clip.mp4 (9 s after pick-up, 50 credits spent)."),
        Telling(.done("clip.mp4", results: 1), "Done. The result is clip.mp4."),
        Telling(.done("clip.take3.mp4", results: 2), "Done. The final take is clip.take3.mp4."),
        Telling(
            .uploadReached("clip.mp4", percent: 50, bytesPerSecond: 1_200_000),
            "Uploading clip.mp4: 50% (1.2 MB/s)."),
        Telling(
            .projectLink("https://nemovideo.com/workspace/claim?ct=clm_1"),
            "To open the project in a browser, within seven days: https://nemovideo.com/workspace/claim?ct=clm_1"),
        Telling(
            .archived(RelativePath(["2026-11-22", "spring"])), "The originals are in archive/2026-11-22/spring."),
        Telling(
            .waiting(Waiting(for: .room, "the disk is full.", until: Timestamp(milliseconds: 0))),
            "Waiting: the disk is full."),
        Telling(.resumed, "Going on."),
        Telling(
            .failed(Failure(Failure.Code("x"), "The clip is no video.", remedy: "Drop one.", cause: "ELF")),
            "Failed: The clip is no video."),
        Telling(
            .failed(Failure(Failure.Code("cancelled"), "Cancelled before it began.", remedy: "Bring it back.")),
            "Cancelled before it began."),
        Telling(.cancelled, "Cancelled. The originals are back in failed/."),
        Telling(.logUnwritable("no room"), nil),
    ])
    func `each event has its sentence`(telling: Telling) {
        #expect(EditorSentence.text(for: telling.event) == telling.sentence)
    }

    @Test(arguments: HostileText.all, HostileText.jobEventKinds)
    func `text from outside forges no line and turns none around`(text: HostileText, kind: HostileText.JobEventKind) {
        guard let sentence = EditorSentence.text(for: kind.event(text)) else { return }
        let lines = sentence.split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines.dropFirst() { #expect(line.hasPrefix("    ")) }
        for line in lines { #expect(HostileText.isHarmless(line)) }
    }
}
