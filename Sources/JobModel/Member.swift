// One of the files a drop consists of.

/// A claimed file.
package struct Member: Hashable, Sendable, Codable {
    package enum Role: String, Hashable, Sendable, Codable {
        /// Uploaded to the session, in the order of the members.
        case media
        /// Read at admission; its text is the job's.
        case prompt
    }

    package let name: FileName
    package let role: Role
    /// Bytes.
    package let size: Int64
    /// The MIME type its content shows; `nil` for prompts.
    package let contentType: String?

    package init(name: FileName, role: Role, size: Int64, contentType: String?) {
        self.name = name
        self.role = role
        self.size = size
        self.contentType = contentType
    }
}
