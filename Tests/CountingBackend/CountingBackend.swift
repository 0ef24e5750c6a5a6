// The backend of the fault tests: written from PROTOCOL alone, it counts what arrives and fails as it is told.

/// A backend of the wire protocol that does no work.
package final class CountingBackend: Sendable {
    package init() {}
}
