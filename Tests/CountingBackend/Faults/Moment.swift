// The moments of a request at which something can happen to it.

/// A moment in the life of a request, in their order.
package enum Moment: Sendable, Hashable {
    /// The head is read, the body is not.
    case head
    /// So many bytes of the request have been read, its head among them; at the earliest when the head has been.
    case requestBytes(Int)
    /// The request is read whole, nothing is done yet.
    case read
    /// Its work is done (a message's edit is applied), nothing of the answer is written.
    case worked
    /// So many bytes of the answer have been written, its head among them.
    case answerBytes(Int)
}
