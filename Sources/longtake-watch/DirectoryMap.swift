// SPDX-License-Identifier: GPL-2.0-or-later
// Where the watched directories are now: the kernel names a directory by number, people by path.

/// Maps watch descriptors to places and back. A directory knows only its parent and its own name, so that a renamed
/// one takes everything below it along.
///
/// A directory that was moved out of the tree is simply not in here any more, though the kernel goes on watching it;
/// its events, and those of all that is below it, then have no path and mean nothing. When it comes back it gets the
/// same descriptor.
struct DirectoryMap {
    private struct Place: Hashable {
        let parent: WatchDescriptor
        let name: EntryName
    }

    let root: WatchDescriptor
    private var places: [WatchDescriptor: Place] = [:]
    private var descriptors: [Place: WatchDescriptor] = [:]

    init(root: WatchDescriptor) { self.root = root }

    /// How many directories are watched, the root included.
    var count: Int { places.count + 1 }

    /// Where a directory is; `nil` when it is not in the tree.
    func path(of descriptor: WatchDescriptor) -> TreePath? {
        var names: [EntryName] = []
        var current = descriptor
        while current != root {
            // Events are read after the fact, so for a moment the map may hold a circle. It never yields a path.
            guard names.count <= places.count, let place = places[current] else { return nil }
            names.append(place.name)
            current = place.parent
        }
        return TreePath(names: names.reversed())
    }

    func descriptor(at path: TreePath) -> WatchDescriptor? {
        var current = root
        for name in path.names {
            guard let next = descriptors[Place(parent: current, name: name)] else { return nil }
            current = next
        }
        return current
    }

    /// Records where a directory is, wherever it was before and whatever was there before.
    mutating func put(_ descriptor: WatchDescriptor, named name: EntryName, in parent: WatchDescriptor) {
        guard descriptor != root else { return }
        let place = Place(parent: parent, name: name)
        remove(descriptor)
        remove(name, in: parent)
        places[descriptor] = place
        descriptors[place] = descriptor
    }

    mutating func remove(_ descriptor: WatchDescriptor) {
        guard let place = places.removeValue(forKey: descriptor) else { return }
        descriptors[place] = nil
    }

    mutating func remove(_ name: EntryName, in parent: WatchDescriptor) {
        guard let descriptor = descriptors.removeValue(forKey: Place(parent: parent, name: name)) else { return }
        places[descriptor] = nil
    }
}
