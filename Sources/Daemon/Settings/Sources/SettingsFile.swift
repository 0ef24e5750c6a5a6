// The settings file as read: which key has which text on which line, and what in it is no setting at all.
// The YAML provider of swift-configuration keeps neither lines nor lists of mappings (`folders`), so Yams is read here.

import Foundation
import JobModel
import Yams

/// The contents of a settings file, not yet converted.
package struct SettingsFile: Sendable {
    package struct Text: Hashable, Sendable {
        package let text: String
        /// From 1.
        package let line: Int
    }

    /// One entry of `folders`.
    package struct Folder: Sendable {
        package let line: Int
        package var values: [String: Text] = [:]
        /// Whether it is told already that this is no entry at all.
        package var isFaulty = false
    }

    package let path: String
    /// By dotted key; `timing: {settle: 2s}` and `timing.settle: 2s` are the same.
    package private(set) var values: [String: Text] = [:]
    /// `nil` when the file has no `folders`.
    package private(set) var folders: [Folder]?
    package private(set) var foldersLine: Int?
    package private(set) var problems: [SettingsProblem] = []

    /// Reads a whole file. What is wrong with it is kept in ``problems``, so that it is reported with the rest.
    package init(path: String, bytes: some Sequence<UInt8>) {
        self.path = path
        do {
            guard let root = try Parser(yaml: Data(bytes)).singleRoot() else { return }
            switch root {
            case .mapping(let mapping): readTop(mapping)
            case .scalar where root.null != nil: return
            default: add(root, "expected settings, each as `key: value`")
            }
        } catch {
            problems.append(Self.problem(of: error, in: path))
        }
    }

    private mutating func readTop(_ mapping: Node.Mapping) {
        let names = KnownSettings.all.map(\.name) + [KnownSettings.folders]
        let found = flattened(mapping, below: "", names: names)
        for (name, key, value) in found where name == KnownSettings.folders {
            foldersLine = line(of: key)
            folders = readFolders(value)
        }
        values = texts(of: found.filter { $0.name != KnownSettings.folders })
    }

    private mutating func readFolders(_ node: Node) -> [Folder] {
        guard case .sequence(let entries) = node, !entries.isEmpty else {
            add(
                node, key: KnownSettings.folders,
                "folders is not a list; expected `- root: /srv/one` and so on below it")
            return []
        }
        return entries.map { entry in
            var folder = Folder(line: line(of: entry))
            switch entry {
            case .mapping(let mapping):
                let names = KnownSettings.ofFolder.map(\.name)
                folder.values = texts(of: flattened(mapping, below: "", names: names))
            case .scalar(let scalar) where entry.null == nil:
                folder.values = [KnownSettings.root.name: Text(text: scalar.string, line: folder.line)]
            default:
                add(entry, key: KnownSettings.folders, "an entry of folders is empty; expected `root: /srv/one`")
                folder.isFaulty = true
            }
            return folder
        }
    }

    /// The known keys of a mapping and the mappings inside it; of an unknown one only the problem is kept, because
    /// its value may be a secret.
    private mutating func flattened(
        _ mapping: Node.Mapping, below prefix: String, names: [String]
    ) -> [(name: String, key: Node, value: Node)] {
        var found: [(name: String, key: Node, value: Node)] = []
        for (key, value) in mapping {
            guard let component = key.string else {
                add(key, "expected a key, which is plain text")
                continue
            }
            let name = prefix + component
            if names.contains(name) {
                found.append((name, key, value))
            } else if names.contains(where: { $0.hasPrefix(name + ".") }) {
                if case .mapping(let inner) = value {
                    found += flattened(inner, below: name + ".", names: names)
                } else if value.null == nil {
                    add(key, key: name, "\(name) is a group of settings; expected them below it, indented")
                }
            } else if KnownSettings.all.contains(where: { $0.name == name }) {
                let own = names.joined(separator: ", ")
                add(key, key: name, "\"\(name)\" is no setting of a folder; expected one of \(own)")
            } else {
                problems.append(.unknownKey(name, at: place(of: key), among: names))
            }
        }
        return found
    }

    private mutating func texts(of found: [(name: String, key: Node, value: Node)]) -> [String: Text] {
        var texts: [String: Text] = [:]
        for (name, key, value) in found {
            if let first = texts[name] {
                add(key, key: name, "\(name) stands here for the second time, first on line \(first.line)")
            } else if case .scalar(let scalar) = value, value.null == nil {
                texts[name] = Text(text: scalar.string, line: line(of: key))
            } else {
                let expected = KnownSettings.all.first { $0.name == name }?.expected ?? "one value"
                add(key, key: name, "\(name) has no value of its own; expected \(expected)")
            }
        }
        return texts
    }

    private mutating func add(_ node: Node, key: String? = nil, _ sentence: String) {
        problems.append(SettingsProblem(place(of: node), key: key, sentence))
    }

    private func place(of node: Node) -> SettingsProblem.Place { .file(path, line: node.mark?.line) }
    private func line(of node: Node) -> Int { node.mark?.line ?? 1 }
}

extension SettingsFile {
    /// Without the snippet Yams would add: the line at fault may hold a token.
    private static func problem(of error: any Error, in path: String) -> SettingsProblem {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            SettingsProblem(.file(path, line: mark.line), "this is not YAML: \(problem.shownOnOneLine)")
        case .duplicatedKeysInMapping(let names, let context):
            SettingsProblem(
                .file(path, line: context.mark.line),
                "the same key stands twice: \(names.sorted().map(SettingsProblem.quoted).joined(separator: ", "))")
        default:
            SettingsProblem(.file(path, line: nil), "this is not YAML in UTF-8")
        }
    }
}
