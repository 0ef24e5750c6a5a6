// What a test holds shut until it has seen enough.

import Synchronization

/// A gate that requests wait at. Open once, it stays open.
package final class Gate: Sendable {
    private let opened = Mutex(false)

    package init() {}

    package var isOpen: Bool { opened.withLock { $0 } }

    package func open() { opened.withLock { $0 = true } }
}
