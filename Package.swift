// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "pcicheck",
  products: [
    .library(name: "CEL", targets: ["CEL"])
  ],
  dependencies: [],
  targets: [
    .systemLibrary(name: "CJansson", providers: [.apt(["libjansson-dev"]), .brew(["jansson"])]),
    .systemLibrary(name: "CLibYAML", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(name: "Values", swiftSettings: strict),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary(":libre2.a"), .linkedLibrary("stdc++")]),
    .target(name: "CEL", dependencies: ["Values", "CRE2"], swiftSettings: strict),
    .target(name: "CELConformance", dependencies: ["CEL"], path: "Sources/cel-conformance/Suite", swiftSettings: strict),
    .executableTarget(
      name: "cel-conformance", dependencies: ["CELConformance"], path: "Sources/cel-conformance/Tool",
      swiftSettings: strict),
    .executableTarget(
      name: "cel-benchmark", dependencies: ["CEL", "Values"], path: "Benchmarks/cel/Sources", swiftSettings: strict),
    .testTarget(name: "CELTests", dependencies: ["CEL", "CELConformance", "Values"], swiftSettings: strict),
  ]
)
