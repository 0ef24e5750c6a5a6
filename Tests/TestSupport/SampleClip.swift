// The clips the tests work on; Media/README.md says where they are from.

import Foundation

/// Real clips, by their paths on disk.
package enum SampleClip {
    /// 5.3 s, 1280x720, H.264 and AAC.
    package static var bigBuckBunny: String { path("bigbuckbunny") }
    /// 10 s, 640x272, H.264, no sound.
    package static var bikes: String { path("bikes") }

    private static func path(_ name: String) -> String {
        Bundle.module.bundleURL.appending(path: "Media/\(name).mp4").path(percentEncoded: false)
    }
}
