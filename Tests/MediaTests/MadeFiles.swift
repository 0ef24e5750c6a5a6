// Files the tests make for themselves: clips written anew, and programs that stand in for real ones.

import Foundation
import SystemPackage
import TestSupport
import Testing

/// A clip written anew by ffmpeg with some options, its streams as they are.
func remuxed(_ clip: String, _ options: [String], in folder: TemporaryFolder) throws -> Data {
    let path = folder.appending("remuxed.mp4")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["ffmpeg", "-v", "error", "-i", clip, "-c", "copy"] + options + [path]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "ffmpeg failed")
    return try Data(contentsOf: URL(filePath: path))
}

/// A shell script that can be run by its path.
func makeProgram(_ name: String, _ script: String, in folder: TemporaryFolder) throws -> FilePath {
    let path = folder.appending(name)
    try #require(
        FileManager.default.createFile(
            atPath: path, contents: Data("#!/bin/sh\n\(script)\n".utf8), attributes: [.posixPermissions: 0o755]))
    return FilePath(path)
}
