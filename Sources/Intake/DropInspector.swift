// Looks into a file of the inbox, by its descriptor, and says what it is.

import FileAccess
import Glibc
import Inspection
import JobModel
import SystemPackage
import Telemetry

/// Opens files of the inbox and reports on them.
package struct DropInspector: Sendable {
    private let settings: IntakeSettings
    private let magic: MagicDatabase

    package init(settings: IntakeSettings, magic: MagicDatabase) {
        self.settings = settings
        self.magic = magic
    }

    /// A report and the condition of the file it holds for.
    package typealias Inspected = (report: FileReport, condition: FileFingerprint)

    /// - Throws: ``FileError`` when the file is gone or cannot be read.
    package func inspect(_ name: FileName, in folder: Directory) throws -> Inspected {
        guard let listed = try folder.status(of: name) else { throw FileError(ENOENT, "open", "\(name)") }
        if let reason = untouchable(listed) {
            return (FileReport(finding: .untouchable(reason), isFreeOfWriters: nil), listed.fingerprint)
        }
        let file = try folder.openFile(name)
        let isFree = file.isFreeOfWriters()
        let status = try file.status()
        let finding =
            if isFree == false { FileReport.Finding.notYet("is still being written") } else {
                try self.finding(in: file, name: name, size: status.size)
            }
        return (FileReport(finding: finding, isFreeOfWriters: isFree), status.fingerprint)
    }

    /// What a file's whole content comes to.
    /// - Throws: ``FileError`` when the file is gone or cannot be read.
    package func digest(of name: FileName, in folder: Directory) throws(FileError) -> String {
        try folder.openFile(name).digest()
    }

    private func untouchable(_ status: FileStatus) -> String? {
        switch status.kind {
        case .symbolicLink: "is a link, which is never followed; copy the file itself"
        case .special: "is not a file"
        case .directory: "is a folder"
        case .file: status.linkCount == 1 ? nil : "has a second name (a hard link); copy the file instead"
        }
    }

    private func finding(in file: OpenFile, name: FileName, size: Int64) throws -> FileReport.Finding {
        switch DropName(name) {
        case .prompt, .promptOfFile: try prompt(in: file)
        case .media, .cancel, nil: try media(in: file, name: name, size: size)
        }
    }

    private func prompt(in file: OpenFile) throws -> FileReport.Finding {
        switch PromptText.reading(of: try file.read(at: 0, count: PromptText.sizeLimit + 1)) {
        case .text(let prompt):
            .prompt(steps: prompt.steps, language: LanguageDetection.language(of: prompt.text))
        case .notYet: .notYet("is empty so far")
        case .refused(let problem): .refused(problem.failure)
        }
    }

    private func media(in file: OpenFile, name: FileName, size: Int64) throws -> FileReport.Finding {
        if size > settings.maxFile { return .refused(tooLarge(name, size)) }
        let bytes = try DescriptorBytes(descriptor: file.descriptor.rawValue)
        let claimed = MediaFormat(fileExtension: name.fileExtension)
        let verdict = try ContentVerdict.verdict(on: bytes, claimed: claimed, by: magic)
        switch verdict {
        case .notYet: return .notYet("holds nothing that could be judged yet")
        case .foreign: return verdict.refusal.map { .refused($0) } ?? .notYet("cannot be judged")
        case .media(let format):
            return .media(
                contentType: format.mimeType, try ContainerCheck.completeness(of: bytes, as: format))
        }
    }

    private func tooLarge(_ name: FileName, _ size: Int64) -> Failure {
        Failure(
            .fileTooLarge,
            "\(name) is too large: \(ByteText.size(size)), and at most \(ByteText.size(settings.maxFile)) are accepted.",
            remedy: "Compress or trim the clip and drop it again.")
    }
}

extension Failure.Code {
    package static let fileTooLarge = Failure.Code("file-too-large")
}
