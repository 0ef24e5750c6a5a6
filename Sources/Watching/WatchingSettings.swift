// How a folder is watched, as far as an operator or a test may choose.

/// The settings of one ``FolderWatcher``.
package struct WatchingSettings: Sendable {
    /// Between two looks at everything (`timing.rescan`).
    package var rescan: Duration = .seconds(60)
    /// Between two looks where the kernel tells nothing (FOLDER-CONTRACT 7: `timing.rescan` there).
    package var poll: Duration = .seconds(5)
    /// Events kept for a slow consumer; beyond that they become one rescan.
    package var bufferedEvents = 8192
    package var restart = RestartPauses()

    package init() {}
}

/// How long to wait before a helper that ended is started again: twice as long each time, up to a limit.
package struct RestartPauses: Sendable, Equatable {
    package var first: Duration = .milliseconds(250)
    package var longest: Duration = .seconds(30)
    /// A helper that ran this long was well; the pauses begin anew.
    package var steady: Duration = .seconds(60)

    package init() {}

    /// The pause after the n-th end in a row, counted from 0.
    func pause(after ends: Int) -> Duration { min(longest, first * (1 << min(ends, 16))) }
}
