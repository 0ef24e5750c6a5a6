// swift-tools-version: 6.2
import PackageDescription

// A package of its own, and without dependencies, so that neither the program nor its tests wait for it.

let package = Package(
    name: "longtake-benchmarks",
    targets: [
        .executableTarget(
            name: "pickup-latency",
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
