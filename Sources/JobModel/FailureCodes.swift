// The failure codes that more than one part of the program goes by.

extension Failure.Code {
    /// Nobody can tell whether a message was carried out (PROTOCOL 6). In a project it holds the lane.
    package static let uncertain = Failure.Code("uncertain")
}
