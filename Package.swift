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
    .target(name: "CEL", dependencies: ["Values"], swiftSettings: strict),
    .target(name: "Network", swiftSettings: strict),
    .executableTarget(
      name: "network-benchmark", dependencies: ["Network"], path: "Benchmarks/network", swiftSettings: strict),
    .testTarget(name: "NetworkTests", dependencies: ["Network"], swiftSettings: strict),
  ]
)
