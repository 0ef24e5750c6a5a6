// What the demo's editor drops.

import ArgumentParser
import Foundation

/// A clip and a prompt.
struct DemoDrop: Sendable {
    let clip: String
    let prompt: String
    let clipName: String
    var promptName: String { (clipName as NSString).deletingPathExtension + ".prompt.txt" }
    /// How much longer the result has to be; `nil` when the prompt is not the demo's own.
    let addedSeconds: Double?

    init(clip: String?, prompt: String?) throws {
        self.prompt = prompt ?? "extend this video by 10 seconds and add a title \"Big Buck Bunny\" for 3 seconds"
        addedSeconds = prompt == nil ? 10 : nil
        self.clip = clip ?? Self.sample
        clipName = (self.clip as NSString).lastPathComponent
        guard FileManager.default.isReadableFile(atPath: self.clip) else {
            throw ValidationError("There is no clip at \(self.clip).")
        }
    }

    /// Copies the clip, then writes the prompt: as the editor's page recommends.
    func place(in inbox: String) throws {
        try FileManager.default.copyItem(atPath: clip, toPath: inbox + "/" + clipName)
        try Data((prompt + "\n").utf8).write(to: URL(fileURLWithPath: inbox + "/" + promptName))
    }

    /// Where `make install` puts it, else where the build does.
    private static var sample: String {
        let folder = (ProcessSurroundings.programPath as NSString).deletingLastPathComponent
        let places = ["/../share/longtake/sample/", "/longtake_longtake.resources/Sample/"]
        let paths = places.map { folder + $0 + "bigbuckbunny.mp4" }
        return paths.first { FileManager.default.isReadableFile(atPath: $0) } ?? paths[0]
    }
}
