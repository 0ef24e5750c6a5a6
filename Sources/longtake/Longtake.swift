// The command line: one file a command, and this one lists them.

import ArgumentParser
import Daemon

@main
struct Longtake: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "longtake",
        abstract: "A watch folder for AI video editing: drop a clip and a prompt, collect the finished MP4.",
        discussion: """
            Editors put clip.mp4 and clip.prompt.txt into the inbox of a shared folder. The daemon picks them up, has \
            the video backend carry out the prompt, and puts clip.mp4 and clip.log into the outbox.

            Try it without an account and without a share:
              longtake demo

            Run it on a share:
              longtake run --root /srv/share --state /var/lib/longtake

            See what it does:
              longtake status --state /var/lib/longtake
              longtake jobs list --state /var/lib/longtake
              longtake jobs show ID --state /var/lib/longtake

            Settings come from /etc/longtake/longtake.yaml, from LONGTAKE_ variables and from options, the later \
            before the earlier. Exit status: 0 fine, 1 the thing failed, 2 usage, 78 configuration.
            """,
        version: LongtakeVersion.current,
        subcommands: [Run.self, Demo.self, Jobs.self, Status.self, LocalBackendCommand.self])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            CommandEnding.exit(for: error)
        }
    }
}
