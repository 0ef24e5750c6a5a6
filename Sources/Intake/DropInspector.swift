// Looks into a file of the inbox, by its descriptor, and says what it is.

import FileAccess
import Glibc
import Inspection
import JobModel
import SystemPackage
import Telemetry

/// Opens files of the inbox and reports on them.
package struct DropInspector: Sendable {
    /// Bytes; a longer prompt is none.
    static let promptLimit = PromptText.sizeLimit

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
        if let obstacle = Obstacle(listed) {
            return (FileReport(finding: .untouchable(obstacle), isFreeOfWriters: nil), listed.fingerprint)
        }
        let file: OpenFile
        do throws(FileError) { file = try folder.openFile(name) } catch {
            guard error.isForbidden else { throw error }
            return (FileReport(finding: .unreadable(error.description), isFreeOfWriters: nil), listed.fingerprint)
        }
        // What was opened may be another file than the one that was looked at.
        let opened = try file.status()
        if let obstacle = Obstacle(opened) {
            return (FileReport(finding: .untouchable(obstacle), isFreeOfWriters: nil), opened.fingerprint)
        }
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
        let file = try folder.openFile(name)
        // Something else may have taken its name since it was inspected.
        guard try Obstacle(file.status()) == nil else { throw FileError(ELOOP, "read", "\(name)") }
        return try file.digest()
    }

    private func finding(in file: OpenFile, name: FileName, size: Int64) throws -> FileReport.Finding {
        switch DropName(name) {
        case .prompt, .promptOfFile, .followUp, .defaultPrompt: try prompt(in: file)
        case .note(let kind, _): try note(kind, called: name, in: file)
        case .link: try link(in: file)
        case .media, .cancel, nil: try media(in: file, name: name, size: size)
        }
    }

    private func prompt(in file: OpenFile) throws(FileError) -> FileReport.Finding {
        Self.finding(PromptText.reading(of: try file.read(at: 0, count: PromptText.sizeLimit + 1)))
    }

    private static func finding(_ reading: PromptText.Reading) -> FileReport.Finding {
        switch reading {
        case .text(let prompt):
            .prompt(steps: prompt.steps, language: LanguageDetection.language(of: prompt.text))
        case .notYet: .notYet("is empty so far")
        case .refused(let problem): .refused(problem.failure)
        }
    }

    /// What a file asks for by its name and content: what was written into a note is all of it but the note's own words.
    static func reading(of bytes: [UInt8], in name: FileName) -> PromptText.Reading {
        let reading = PromptText.reading(of: bytes)
        guard case .text(let text) = reading, case .note? = DropName(name) else { return reading }
        return InboxNote.promptWritten(in: text).map { .text($0) } ?? .notYet
    }

    private func note(
        _ kind: InboxNote.Kind, called name: FileName, in file: OpenFile
    ) throws(FileError) -> FileReport.Finding {
        let bytes = try file.read(at: 0, count: PromptText.sizeLimit + 1)
        let text = String(decoding: bytes, as: UTF8.self)
        guard kind == .waitingForPrompt else {
            return InboxNote.isUntouched(text) ? .note(text) : .notYet("is a note that was changed")
        }
        let reading = Self.reading(of: bytes, in: name)
        return reading == .notYet ? .note(text) : Self.finding(reading)
    }

    private func link(in file: OpenFile) throws(FileError) -> FileReport.Finding {
        switch WebLocation.reading(of: try file.read(at: 0, count: WebLocation.sizeLimit + 1)) {
        case .location(let location): .link(address: location.address)
        case .notYet: .notYet("holds no address so far")
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
