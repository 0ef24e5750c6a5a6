// Where everything lies on disk, so that `ls` shows what is there.

/// Paths below the storage folder.
///
///     accounts.json
///     sessions/<session>/session.json      what it holds, and how far it is
///                        drafts/0001.json  every draft it ever gave out, byte by byte
///                        media/<id>.mp4    what was uploaded
///                        incoming/         uploads in progress
///     renders/<render>/render.json         what was asked for, and how it went
///                      result.mp4
///                      work/               intermediate files, gone when it is done
struct StorageLayout: Sendable {
    let root: String

    var accounts: String { "\(root)/accounts.json" }
    var sessions: String { "\(root)/sessions" }
    var renders: String { "\(root)/renders" }

    func session(_ id: String) -> String { "\(sessions)/\(id)" }
    func sessionRecord(_ id: String) -> String { "\(session(id))/session.json" }
    func drafts(_ session: String) -> String { "\(self.session(session))/drafts" }
    func draft(_ number: Int, of session: String) -> String {
        let digits = String(number)
        return "\(drafts(session))/\(String(repeating: "0", count: max(4 - digits.count, 0)))\(digits).json"
    }
    func media(_ session: String) -> String { "\(self.session(session))/media" }
    func media(_ item: MediaItem, of session: String) -> String { "\(media(session))/\(item.fileName)" }
    func incoming(_ session: String) -> String { "\(self.session(session))/incoming" }

    func render(_ id: String) -> String { "\(renders)/\(id)" }
    func renderRecord(_ id: String) -> String { "\(render(id))/render.json" }
    func renderResult(_ id: String) -> String { "\(render(id))/result.mp4" }
    func renderWork(_ id: String) -> String { "\(render(id))/work" }
}
