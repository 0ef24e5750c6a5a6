// Finds the programs that look into media files, once, in a search path that is passed in.

import Glibc
package import SystemPackage

/// The programs there are. All but the sandbox's are optional: without ffprobe a result is judged by its boxes.
package struct MediaTools: Hashable, Sendable {
    package var ffprobe: FilePath?
    package var ffmpeg: FilePath?
    /// util-linux, of which every Debian has these: they limit and confine what the others may do.
    package var prlimit: FilePath?
    package var setpriv: FilePath?
    package var unshare: FilePath?

    /// - Parameter searchPath: the value of `PATH`. Its relative and empty entries are passed over: what runs must not
    ///   depend on where the daemon was started.
    package init(searchPath: String) {
        let folders = searchPath.split(separator: ":").map { FilePath(String($0)) }.filter(\.isAbsolute)
        func find(_ name: FilePath.Component) -> FilePath? {
            folders.lazy.map { $0.appending(name) }.first { access($0.string, X_OK) == 0 }
        }
        ffprobe = find("ffprobe")
        ffmpeg = find("ffmpeg")
        prlimit = find("prlimit")
        setpriv = find("setpriv")
        unshare = find("unshare")
    }
}
