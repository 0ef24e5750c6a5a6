// libmagic, which knows some thousand kinds of files by their bytes.

import CMagic
package import JobModel
import Synchronization

/// libmagic's database, loaded once and shared: loading takes about two milliseconds, a question a tenth of one.
///
/// A handle must not be used by two threads at a time (libmagic(3)), hence the lock. No file is ever opened by it and
/// nothing is unpacked: it is given bytes, and the tests that look inside archives and programs are off.
package final class MagicDatabase: Sendable {
    private let handle: Mutex<Handle>

    /// Closes what libmagic opened.
    private struct Handle: ~Copyable {
        let cookie: magic_t
        deinit { magic_close(cookie) }
    }

    private static let checks =
        MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF | MAGIC_NO_CHECK_JSON
        | MAGIC_NO_CHECK_CSV | MAGIC_NO_CHECK_TOKENS

    /// - Throws: ``Failure`` when the database is not installed or cannot be loaded.
    package init() throws(Failure) {
        guard let cookie = magic_open(Self.checks) else {
            throw Self.missing("magic_open failed")
        }
        let handle = Handle(cookie: cookie)
        guard magic_load(cookie, nil) == 0 else {
            throw Self.missing(magic_error(cookie).map { String(cString: $0) })
        }
        self.handle = Mutex(handle)
    }

    /// The media type of some bytes, as `video/mp4`; `application/octet-stream` when unknown.
    package func mimeType(of bytes: [UInt8]) -> String {
        answer(about: bytes, flags: MAGIC_MIME_TYPE) ?? "application/octet-stream"
    }

    /// What the bytes are in words: "ELF 64-bit LSB executable".
    package func description(of bytes: [UInt8]) -> String {
        answer(about: bytes, flags: MAGIC_NONE) ?? "data"
    }

    private func answer(about bytes: [UInt8], flags: Int32) -> String? {
        handle.withLock { handle in
            magic_setflags(handle.cookie, Self.checks | flags)
            // The answer lives in the handle until the next question.
            return bytes.withUnsafeBytes { magic_buffer(handle.cookie, $0.baseAddress, $0.count) }
                .map { String(cString: $0) }
        }
    }

    private static func missing(_ cause: String?) -> Failure {
        Failure(
            .magicMissing, "The database that tells what a file is could not be loaded.",
            remedy: "Install the package libmagic-mgc (or file).", cause: cause)
    }
}

extension Failure.Code {
    package static let magicMissing = Failure.Code("magic-missing")
}
