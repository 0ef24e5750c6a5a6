// swift-tools-version: 6.2
import PackageDescription

// The order of this list is the order in which work flows; ARCHITECTURE.md tells what each target holds.
// A target imports only what stands in its row.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func product(_ name: String, _ package: String) -> Target.Dependency { .product(name: name, package: package) }

let argumentParser = product("ArgumentParser", "swift-argument-parser")
let asyncAlgorithms = product("AsyncAlgorithms", "swift-async-algorithms")
let asyncHTTPClient = product("AsyncHTTPClient", "async-http-client")
let configuration = product("Configuration", "swift-configuration")
let crypto = product("Crypto", "swift-crypto")
let grdb = product("GRDB", "GRDB.swift")
let heap = product("HeapModule", "swift-collections")
let hummingbird = product("Hummingbird", "hummingbird")
let logging = product("Logging", "swift-log")
let nioCore = product("NIOCore", "swift-nio")
let nioHTTP1 = product("NIOHTTP1", "swift-nio")
let nioPosix = product("NIOPosix", "swift-nio")
let serviceLifecycle = product("ServiceLifecycle", "swift-service-lifecycle")
let subprocess = product("Subprocess", "swift-subprocess")
let systemPackage = product("SystemPackage", "swift-system")
let unixSignals = product("UnixSignals", "swift-service-lifecycle")
let yams = product("Yams", "Yams")

let package = Package(
    name: "longtake",
    products: [
        .executable(name: "longtake", targets: ["longtake"]),
        .executable(name: "longtake-watch", targets: ["longtake-watch"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .target(name: "JobModel"),
        .target(name: "Telemetry", dependencies: ["JobModel", logging]),
        .target(name: "Timing", dependencies: ["JobModel"]),
        .target(name: "CLinux"),
        .target(name: "FileAccess", dependencies: ["JobModel", "CLinux", crypto, systemPackage]),

        .systemLibrary(name: "CInotifytools", providers: [.apt(["libinotifytools0-dev"])]),
        .executableTarget(
            name: "longtake-watch", dependencies: ["CInotifytools"], exclude: ["COPYING", "LICENSE.md"]),
        .target(
            name: "Watching",
            dependencies: ["JobModel", "Telemetry", "FileAccess", serviceLifecycle, subprocess, systemPackage]),

        .systemLibrary(name: "CMagic", providers: [.apt(["libmagic-dev"])]),
        .systemLibrary(name: "CUchardet", providers: [.apt(["libuchardet-dev"])]),
        .target(name: "CLanguage", linkerSettings: [.linkedLibrary("cld2")]),
        .target(name: "Inspection", dependencies: ["JobModel", "CMagic", "CUchardet", "CLanguage"]),

        .target(name: "Ledger", dependencies: ["JobModel"]),
        .target(name: "LedgerSQLite", dependencies: ["JobModel", "Ledger", grdb]),

        .target(
            name: "Intake",
            dependencies: [
                "JobModel", "Telemetry", "FileAccess", "Timing", "Watching", "Inspection", "Ledger", "Outbox",
                asyncAlgorithms, heap, serviceLifecycle, systemPackage,
            ]),

        .target(
            name: "NemoAPI",
            dependencies: ["JobModel", asyncHTTPClient, crypto, nioCore, nioHTTP1, nioPosix, systemPackage]),
        .target(name: "Media", dependencies: ["JobModel", "Inspection", subprocess, systemPackage]),
        .target(name: "Outbox", dependencies: ["JobModel", "Telemetry", "FileAccess"]),
        .target(
            name: "Pipeline",
            dependencies: [
                "JobModel", "Telemetry", "FileAccess", "Timing", "Ledger", "NemoAPI", "Media", "Outbox",
                serviceLifecycle, systemPackage,
            ]),

        .target(
            name: "LocalBackend",
            dependencies: [hummingbird, logging, nioCore, serviceLifecycle, subprocess, systemPackage]),

        .target(
            name: "Daemon",
            dependencies: [
                "JobModel", "CLinux", "Telemetry", "FileAccess", "Timing", "Watching", "Inspection", "Intake", "Ledger",
                "LedgerSQLite", "NemoAPI", "Media", "Outbox", "Pipeline", "LocalBackend",
                configuration, logging, serviceLifecycle, systemPackage, unixSignals, yams,
            ]),
        .executableTarget(
            name: "longtake",
            dependencies: [
                "Daemon", "JobModel", "Telemetry", "Timing", "Inspection", "Ledger", "LedgerSQLite", "LocalBackend",
                "Media", argumentParser, logging, serviceLifecycle, systemPackage, unixSignals,
            ],
            resources: [.copy("Sample")]),

        .target(
            name: "TestSupport",
            dependencies: ["JobModel", "Ledger", "Telemetry", "Timing"],
            path: "Tests/TestSupport",
            resources: [.copy("Media")]),
        .target(
            name: "CountingBackend",
            path: "Tests/CountingBackend"),
        .target(
            name: "EndToEndSupport",
            dependencies: [
                "TestSupport", "LocalBackend", "CountingBackend", logging, subprocess, systemPackage,
            ],
            path: "Tests/EndToEndSupport"),
        .testTarget(name: "CountingBackendTests", dependencies: ["CountingBackend"]),
        .testTarget(name: "JobModelTests", dependencies: ["JobModel", "TestSupport"]),
        .testTarget(name: "FileAccessTests", dependencies: ["FileAccess", "JobModel", "TestSupport"]),
        .testTarget(
            name: "WatchingTests",
            dependencies: [
                "Watching", "Telemetry", "FileAccess", "JobModel", "TestSupport", "longtake-watch",
                serviceLifecycle, subprocess, systemPackage,
            ]),
        .testTarget(name: "InspectionTests", dependencies: ["Inspection", "JobModel", "TestSupport"]),
        .testTarget(
            name: "LedgerContractTests", dependencies: ["Ledger", "LedgerSQLite", "JobModel", "TestSupport", grdb]),
        .testTarget(name: "TimingTests", dependencies: ["Timing", "JobModel", "TestSupport"]),
        .testTarget(name: "TelemetryTests", dependencies: ["Telemetry", "JobModel", "TestSupport", logging]),
        .testTarget(
            name: "IntakeTests",
            dependencies: [
                "Intake", "JobModel", "FileAccess", "Inspection", "Ledger", "LedgerSQLite", "Outbox", "Telemetry",
                "Timing", "Watching", "TestSupport", logging, serviceLifecycle,
            ]),
        .testTarget(
            name: "NemoAPITests",
            dependencies: ["NemoAPI", "JobModel", "TestSupport", asyncHTTPClient, nioCore, nioHTTP1, nioPosix],
            resources: [.copy("Recordings")]),
        .testTarget(
            name: "MediaTests",
            dependencies: ["Media", "Inspection", "JobModel", "TestSupport", subprocess, systemPackage]),
        .testTarget(
            name: "OutboxTests", dependencies: ["Outbox", "FileAccess", "JobModel", "Telemetry", "TestSupport"]),
        .testTarget(
            name: "PipelineTests",
            dependencies: [
                "Pipeline", "CountingBackend", "FileAccess", "Inspection", "JobModel", "Ledger", "LedgerSQLite",
                "Media",
                "NemoAPI", "Outbox", "Telemetry", "Timing",
                "TestSupport",
            ]),
        .testTarget(
            name: "LocalBackendTests",
            dependencies: [
                "LocalBackend", "TestSupport", asyncHTTPClient, logging, nioCore, nioHTTP1, serviceLifecycle,
                subprocess,
            ]),
        .testTarget(
            name: "DaemonTests",
            dependencies: ["Daemon", "FileAccess", "JobModel", "TestSupport", logging, systemPackage]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "EndToEndSupport", "TestSupport", "LocalBackend", "CountingBackend", "longtake", "longtake-watch",
                logging, subprocess, systemPackage,
            ]),
        .testTarget(
            name: "RealClientTests",
            dependencies: [
                "EndToEndSupport", "TestSupport", "CountingBackend", "longtake", "longtake-watch", subprocess,
                systemPackage,
            ],
            exclude: ["SMB"]),
        .testTarget(
            name: "CrashSweepTests",
            dependencies: [
                "EndToEndSupport", "TestSupport", "CountingBackend", "longtake", "longtake-watch", subprocess,
                systemPackage,
            ]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where [.regular, .executable, .test].contains(target.type) {
    target.swiftSettings = settings
}
