// swift-tools-version: 6.2
import PackageDescription

// A package of its own, and without dependencies, so that neither the program nor its tests wait for it.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "longtake-benchmarks",
    targets: [
        .target(name: "Measuring", swiftSettings: settings),
        .executableTarget(name: "pickup-latency", dependencies: ["Measuring"], swiftSettings: settings),
        .executableTarget(name: "intake-scale", dependencies: ["Measuring"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
