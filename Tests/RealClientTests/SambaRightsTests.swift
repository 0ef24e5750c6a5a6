// Who may do what in the share: editors among each other, the service, and nobody in the service's own folder.

import CountingBackend
import EndToEndSupport
import Foundation
import TestSupport
import Testing

@Suite(.needs(.smbd, .smbclient), .needsOwnMachine, .timeLimit(.minutes(5)))
struct SambaRightsTests {
    @Test func `results and logs are everybody's to read and to take away`() async throws {
        let samba = try await SambaServer.common.value
        #expect(try samba.service != 0)
        try samba.put(samba.clip("shared"), as: "inbox/shared.mp4")
        try samba.put("brighten it", as: "inbox/shared.prompt.txt")
        try await samba.delivers("shared")
        for name in ["outbox/shared.mp4", "outbox/shared.log"] {
            #expect(
                try samba.rights(of: name)
                    == .init(owner: samba.service, group: samba.editors, mode: 0o664), "\(name)")
            let content = try samba.get(name, by: .anna)
            #expect(!content.isEmpty)
            #expect(try samba.get(name, by: .boris) == content)
        }
        // The log may still get its last line, and would then begin anew.
        try await samba.share.isWorkedOff(by: samba.daemon)
        for name in ["outbox/shared.mp4", "outbox/shared.log"] {
            try samba.does("del \(name)", as: .boris)
            #expect(!samba.share.exists(name))
        }
    }

    @Test func `a project is worked on in a folder that an editor makes`() async throws {
        let samba = try await SambaServer.common.value
        let clip = samba.clip("spring")
        try samba.does("mkdir inbox/spring", as: .anna)
        try samba.put(clip, as: "inbox/spring/a.mp4", by: .boris)
        try samba.put("brighten it", as: "inbox/spring/a.prompt.txt", by: .anna)
        try await samba.delivers("spring/a")
        #expect(samba.uploads(of: clip) == 1)
        for folder in ["inbox/spring", "outbox/spring"] {
            let rights = try samba.rights(of: folder)
            #expect(rights.mode == 0o2775, "\(folder): \(rights)")
            #expect(try rights.group == samba.editors, "\(folder): \(rights)")
        }
        try await samba.share.isWorkedOff(by: samba.daemon)
        try samba.does("rmdir inbox/spring", as: .boris)
        try samba.does("del outbox/spring/*", "rmdir outbox/spring", as: .anna)
        #expect(!samba.share.exists("outbox/spring"))
    }

    @Test func `a colleague writes the prompt into the note that asks for it`() async throws {
        let samba = try await SambaServer(["timing.reminder": "200ms"])
        let note = "inbox/noted - waiting for a prompt.txt"
        try samba.put(samba.clip("noted"), as: "inbox/noted.mp4")
        try await samba.share.waits(for: note, from: samba.daemon)
        #expect(try samba.rights(of: note) == .init(owner: samba.service, group: samba.editors, mode: 0o664))
        try samba.put(try samba.get(note, by: .boris) + Data("brighten it\r\n".utf8), as: note, by: .boris)
        try await samba.delivers("noted")
        #expect(samba.share.backend.tally.messages.map(\.text) == ["brighten it"])
        #expect(samba.share.names(in: "inbox").isEmpty)
    }

    @Test func `a folder that lost its set-gid bit keeps to the group all the same`() async throws {
        let samba = try await SambaServer.common.value
        let clip = samba.clip("copied")
        try samba.does("mkdir inbox/copied")
        // As `cp -r` leaves a folder; chmod takes the bit from a folder only when told so in full.
        try ChildShell.run("chmod 00775 copied", in: samba.share.path("inbox"))
        try samba.put(clip, as: "inbox/copied/a.mp4", by: .boris)
        #expect(try samba.rights(of: "inbox/copied/a.mp4").group == samba.editors)
        try samba.put("brighten it", as: "inbox/copied/a.prompt.txt", by: .boris)
        try await samba.delivers("copied/a")
        #expect(samba.uploads(of: clip) == 1)
    }

    @Test func `the service's own folder is not listed`() async throws {
        let samba = try await SambaServer.common.value
        let listing = try samba.smbclient("recurse on", "ls").text
        #expect(listing.contains("inbox") && listing.contains("outbox"))
        #expect(!listing.lowercased().contains("longtake"))
        #expect(try samba.rights(of: ".longtake").mode & 0o777 == 0o700)
    }

    @Test(arguments: [
        "cd .longtake", "ls .longtake/*", "cd .LONGTAKE", "cd inbox/../.longtake", "get .longtake/root.id stolen",
        "put samba.log .longtake/planted", "mkdir .longtake/planted", "rename .longtake mine", "rmdir .longtake",
        "rename inbox/../.longtake/claimed inbox/mine", "rename inbox mine", "rmdir failed", "mkdir mine",
        "put samba.log planted.txt",
    ])
    func `the service's own folder, and the folders of the share themselves, are out of reach`(
        command: String
    ) async throws {
        let samba = try await SambaServer.common.value
        for editor in SambaServer.Editor.allCases {
            let answer = try samba.smbclient(command, as: editor)
            #expect(!answer.succeeded, "\(answer.text)")
        }
        #expect(samba.share.exists(".longtake/root.id") && samba.share.exists("inbox") && samba.share.exists("failed"))
    }
}
