// What must hold between settings that are each fine alone.

import JobModel
import SystemPackage

extension Settings {
    /// - Parameter needsRoot: whether the command cannot do without a watch folder.
    /// - Returns: one problem for each thing that does not fit.
    func contradictions(needsRoot: Bool) -> [SettingsProblem] {
        var problems: [SettingsProblem] = []
        for (index, root) in roots.enumerated() {
            for other in roots[..<index] where root.path.starts(with: other.path) || other.path.starts(with: root.path)
            {
                let sentence =
                    root.path == other.path
                    ? "\(root.path) is given as a root twice; expected each watch folder once"
                    : "one root lies inside another (\(other.path) and \(root.path)); expected folders apart"
                problems.append(SettingsProblem(.settings, key: KnownSettings.root.name, sentence))
            }
            if state.starts(with: root.path), !state.starts(with: root.path.appending(".longtake")) {
                let sentence = "state \(state) lies in the watch folder \(root.path), where every editor sees it"
                problems.append(
                    SettingsProblem(.settings, key: KnownSettings.state.name, sentence + "; expected a folder outside"))
            }
        }
        if needsRoot, roots.isEmpty {
            let setting = KnownSettings.root
            problems.append(
                SettingsProblem(
                    .settings, key: setting.name,
                    "no watch folder is set; expected root in the settings file, \(setting.environmentName) "
                        + "or --root"))
        }
        if timing.retry.base > timing.retry.cap {
            problems.append(
                SettingsProblem(
                    .settings, key: KnownSettings.retryCap.name,
                    "timing.retry_base is longer than timing.retry_cap; expected the cap to be the longer one"))
        }
        return problems
    }

    /// What works, but may not be what somebody wanted.
    func doubts() -> [SettingsProblem] {
        guard listen.isOpenToNetwork else { return [] }
        let sentence = "http.listen is \(listen.settingText): the dashboard has no password and is open to the network"
        return [SettingsProblem(.settings, key: KnownSettings.httpListen.name, sentence)]
    }
}
