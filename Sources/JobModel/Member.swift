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
    /// The MIME type its content shows; `nil` for prompts and shortcuts.
    package let contentType: String?
    /// The SHA-256 of its content in hexadecimal, once it has been read as a whole; `nil` for prompts, whose text is
    /// the job's plan.
    package var digest: String?
    /// Of a shortcut that stands for media: the http(s) address it names, which is uploaded in its place.
    package let link: String?

    package init(
        name: FileName, role: Role, size: Int64, contentType: String?, digest: String? = nil, link: String? = nil
    ) {
        self.name = name
        self.role = role
        self.size = size
        self.contentType = contentType
        self.digest = digest
        self.link = link
    }
}
