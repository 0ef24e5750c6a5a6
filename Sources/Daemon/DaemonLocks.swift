// One daemon per state directory and per root, by locks that die with their holder.

import FileAccess
import JobModel

/// The locks of one daemon, held as long as the value lives.
package struct DaemonLocks: Sendable {
    private static let name: FileName = "daemon.lock"
    private let locks: [KernelLock]

    /// Takes all locks, or none.
    /// - Parameter holder: who this is, in one line: a second daemon shows it.
    /// - Throws: ``StartProblem`` of status 78 that names the daemon which has one of them.
    package init(state: StateFolder, roots: [ShareRoot], holder: String) throws(StartProblem) {
        var locks: [KernelLock] = []
        locks.append(try Self.take(in: state.directory, of: "state directory \(state.path.shownOnOneLine)", holder))
        for root in roots {
            let workshop: Directory
            do { workshop = try root.workshop } catch { throw StartProblem(error, "\(error)") }
            locks.append(try Self.take(in: workshop, of: "root \(root.path.shownOnOneLine)", holder))
        }
        self.locks = locks
    }

    private static func take(
        in directory: Directory, of place: String, _ holder: String
    ) throws(StartProblem) -> KernelLock {
        let attempt: KernelLock.Attempt
        do { attempt = try KernelLock.take(name, in: directory, holder: holder) } catch {
            throw StartProblem(error, "the lock of the \(place) cannot be taken: \(error)")
        }
        switch attempt {
        case .held(let lock): return lock
        case .heldByOther(let other):
            let who = other.isEmpty ? "another daemon" : other
            throw StartProblem(
                .configuration, "the \(place) is in use by \(who). Stop that one first, or use another directory.")
        }
    }

    /// Who holds the lock of a state directory; `nil` when nobody does.
    package static func holder(ofState path: String) -> String? {
        guard let directory = try? Directory.open(path), (try? directory.status(of: name)) != nil,
            case .heldByOther(let holder) = try? KernelLock.look(name, in: directory)
        else { return nil }
        return holder.isEmpty ? "another daemon" : holder
    }
}
