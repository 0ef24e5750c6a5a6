// What an upload needs to know of a file.

import JobModel
import SystemPackage

/// A file to be uploaded. Its descriptor stays the caller's.
package struct UploadFile: Sendable {
    /// Open for reading; read by absolute offsets, so its position neither matters nor moves.
    package let descriptor: FileDescriptor
    /// How many bytes are sent, from the first. A file that turns out shorter fails the upload.
    package let size: Int64
    package let name: FileName
    /// A media type such as `video/mp4`.
    package let contentType: String

    package init(descriptor: FileDescriptor, size: Int64, name: FileName, contentType: String) {
        self.descriptor = descriptor
        self.size = size
        self.name = name
        self.contentType = contentType
    }
}
