// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "pcicheck",
  products: [
    .executable(name: "pcicheck", targets: ["pcicheck"]),
    .library(name: "CEL", targets: ["CEL"]),
    .library(name: "PCICheckKit", targets: ["PCICheckKit"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
  ],
  targets: [
    .systemLibrary(name: "CJansson", providers: [.apt(["libjansson-dev"]), .brew(["jansson"])]),
    .systemLibrary(name: "CLibYAML", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "Values", swiftSettings: strict),
    .target(name: "ZipArchive", dependencies: ["CZlib"], swiftSettings: strict),
    .testTarget(name: "ZipArchiveTests", dependencies: ["CZlib", "ZipArchive"], swiftSettings: strict),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary(":libre2.a"), .linkedLibrary("stdc++")]),
    .target(name: "CEL", dependencies: ["Values", "CRE2"], swiftSettings: strict),
    .target(
      name: "CELConformance", dependencies: ["CEL"], path: "Sources/cel-conformance/Suite", swiftSettings: strict),
    .executableTarget(
      name: "cel-conformance", dependencies: ["CELConformance"], path: "Sources/cel-conformance/Tool",
      swiftSettings: strict),
    .executableTarget(
      name: "cel-benchmark", dependencies: ["CEL", "Values"], path: "Benchmarks/cel/Sources", swiftSettings: strict),
    .testTarget(
      name: "CELTests", dependencies: ["CEL", "CELConformance", "Values"], exclude: ["Differential"],
      swiftSettings: strict),
    .target(name: "Diagnostics", swiftSettings: strict),
    .target(name: "Parallel", swiftSettings: strict),
    .target(
      name: "Documents", dependencies: ["CJansson", "CLibYAML", "Diagnostics", "Parallel", "Values"],
      swiftSettings: strict),
    .executableTarget(
      name: "policy-compiler", dependencies: ["Diagnostics", "Documents", "Values"], swiftSettings: strict),
    .plugin(name: "EmbedPolicies", capability: .buildTool(), dependencies: ["policy-compiler"]),
    .target(name: "Policies", dependencies: ["Values"], swiftSettings: strict, plugins: ["EmbedPolicies"]),
    .target(name: "HCL", swiftSettings: strict),
    .target(name: "TerraformConfiguration", dependencies: ["HCL", "Parallel"], swiftSettings: strict),
    .testTarget(name: "HCLTests", dependencies: ["HCL"], swiftSettings: strict),
    .testTarget(
      name: "TerraformConfigurationTests", dependencies: ["HCL", "TerraformConfiguration"], swiftSettings: strict),
    .target(name: "ResourceGraph", dependencies: ["Diagnostics", "Parallel", "Values"], swiftSettings: strict),
    .target(
      name: "TerraformPlan",
      dependencies: [
        "Diagnostics", "Documents", "HCL", "Parallel", "ResourceGraph", "TerraformConfiguration", "Values",
      ],
      swiftSettings: strict),
    .target(
      name: "Kubernetes", dependencies: ["Diagnostics", "Documents", "ResourceGraph", "Values"], swiftSettings: strict),
    .target(
      name: "CloudFormation",
      dependencies: [
        "Diagnostics",
        "Documents",
        "ResourceGraph",
        "Values",
      ], swiftSettings: strict),
    .testTarget(
      name: "CloudFormationTests",
      dependencies: [
        "CloudFormation",
        "Diagnostics",
        "Documents",
        "PCICheckKit",
        "ResourceGraph",
        "TestSupport",
        "Values",
        "pcicheck",
      ], exclude: ["Facts"], swiftSettings: strict),
    .target(
      name: "Compose", dependencies: ["Diagnostics", "Documents", "ResourceGraph", "Values"], swiftSettings: strict),
    .target(
      name: "Rules", dependencies: ["CEL", "Diagnostics", "Documents", "Policies", "ResourceGraph", "Values"],
      swiftSettings: strict),
    .target(
      name: "Assessments",
      dependencies: [
        "CEL", "Diagnostics", "Documents", "IAMPolicies",
        "Network",
        "NetworkAdapter",
        "Parallel",
        "SecretScan",
        "ResourceGraph", "Rules", "Values",
      ],
      swiftSettings: strict),
    .target(name: "SecretScan", swiftSettings: strict),
    .target(
      name: "FixHints",
      dependencies: [
        "Assessments",
        "Diagnostics",
        "HCL",
        "ResourceGraph",
        "Rules",
        "Values",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "FixHintsTests",
      dependencies: [
        "Assessments",
        "Compose",
        "Diagnostics",
        "FixHints",
        "HCL",
        "PCICheckKit",
        "ResourceGraph",
        "Rules",
        "TestSupport",
        "Values",
      ],
      swiftSettings: strict),
    .target(
      name: "ProjectConfiguration",
      dependencies: ["Assessments", "Diagnostics", "Documents", "Rules", "Values"],
      swiftSettings: strict),
    .testTarget(
      name: "ProjectConfigurationTests",
      dependencies: [
        "Assessments", "Diagnostics", "Documents", "ProjectConfiguration", "Rules", "TestSupport", "Values",
      ],
      swiftSettings: strict),
    .target(
      name: "Reporting",
      dependencies: [
        "Assessments",
        "Diagnostics",
        "Documents",
        "ResourceGraph",
        "Rules",
        "ZipArchive",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "EvidenceBundle",
      dependencies: [
        "Assessments",
        "Diagnostics",
        "Documents",
        "Parallel",
        "Reporting",
        "ResourceGraph",
        "Rules",
        "Values",
        "ZipArchive",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ], swiftSettings: strict),
    .testTarget(
      name: "EvidenceBundleTests",
      dependencies: [
        "Assessments",
        "Diagnostics",
        "Documents",
        "EvidenceBundle",
        "PCICheckKit",
        "Reporting",
        "TestSupport",
        "ZipArchive",
        "pcicheck",
      ], swiftSettings: strict),
    .target(
      name: "PCICheckKit",
      dependencies: [
        "EvidenceBundle",
        "FixHints",
        "CloudFormation",
        "Assessments", "Diagnostics", "Documents", "Kubernetes",
        "Compose",
        "Network",
        "NetworkAdapter",
        "Parallel",
        "Policies",
        "ProjectConfiguration",
        "Reporting", "ResourceGraph", "Rules",
        "TerraformConfiguration", "TerraformPlan", "Values", "ZipArchive",
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "pcicheck",
      dependencies: ["PCICheckKit", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: strict),
    .target(
      name: "CommandReference", path: "Sources/command-reference/Pages", swiftSettings: strict),
    .executableTarget(
      name: "command-reference", dependencies: ["CommandReference"], path: "Sources/command-reference/Tool",
      swiftSettings: strict),
    .testTarget(
      name: "CommandReferenceTests",
      dependencies: [
        "CommandReference",
        "TestSupport",
        "pcicheck",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "plan-benchmark", dependencies: ["CJansson", "Diagnostics", "Documents", "Values"], path: "Benchmarks/plan",
      swiftSettings: strict),
    .executableTarget(
      name: "yaml-benchmark",
      dependencies: ["CLibYAML", "Diagnostics", "Documents", "Values"],
      path: "Benchmarks/yaml", swiftSettings: strict),
    .executableTarget(
      name: "source-benchmark",
      dependencies: [
        "CJansson", "Diagnostics", "Documents", "ResourceGraph", "TerraformConfiguration", "TerraformPlan", "Values",
      ],
      path: "Benchmarks/source", swiftSettings: strict),
    .target(name: "IAMPolicies", swiftSettings: strict),
    .testTarget(name: "IAMPoliciesTests", dependencies: ["IAMPolicies"], swiftSettings: strict),
    .target(name: "Network", dependencies: ["Parallel"], swiftSettings: strict),
    .target(
      name: "NetworkAdapter", dependencies: ["Network", "ResourceGraph", "Values"], swiftSettings: strict),
    .executableTarget(
      name: "network-benchmark", dependencies: ["Network", "NetworkOracle"], path: "Benchmarks/network",
      swiftSettings: strict),
    .target(
      name: "NetworkOracle", dependencies: ["Network"], path: "Sources/network-oracle", swiftSettings: strict),
    .testTarget(name: "NetworkTests", dependencies: ["Network", "NetworkOracle"], swiftSettings: strict),
    .target(
      name: "TestSupport",
      dependencies: [
        "Diagnostics", "Documents", "Kubernetes", "PCICheckKit", "ResourceGraph", "TerraformPlan", "Values",
      ],
      path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "NetworkAdapterTests",
      dependencies: [
        "Network",
        "NetworkAdapter",
        "PCICheckKit",
        "ResourceGraph",
        "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "DocumentsTests", dependencies: ["Diagnostics", "Documents", "TestSupport", "Values"], swiftSettings: strict
    ),
    .testTarget(
      name: "Conformance", dependencies: ["CLibYAML", "Diagnostics", "Documents", "TestSupport", "Values"],
      path: "Tests/Conformance", swiftSettings: strict),
    .testTarget(
      name: "KubernetesTests",
      dependencies: ["Diagnostics", "Documents", "Kubernetes", "ResourceGraph", "TestSupport", "Values"],
      swiftSettings: strict),
    .testTarget(
      name: "ComposeTests",
      dependencies: ["Compose", "Diagnostics", "Documents", "ResourceGraph", "TestSupport", "Values"],
      swiftSettings: strict),
    .testTarget(name: "SecretScanTests", dependencies: ["SecretScan"], swiftSettings: strict),
    .testTarget(
      name: "ResourceGraphTests", dependencies: ["ResourceGraph", "TestSupport", "Values"], swiftSettings: strict),
    .testTarget(
      name: "TerraformPlanTests",
      dependencies: [
        "Diagnostics", "Documents", "ResourceGraph", "TerraformConfiguration", "TerraformPlan", "TestSupport", "Values",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RulesTests",
      dependencies: [
        "CEL", "Diagnostics", "Documents", "PCICheckKit", "Policies",
        "ResourceGraph",
        "Rules",
        "TestSupport", "Values",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "AssessmentsTests",
      dependencies: [
        "Assessments",
        "Diagnostics", "Documents", "PCICheckKit", "ResourceGraph", "TestSupport", "Values",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "GoldenTests", dependencies: ["TestSupport", "pcicheck"], exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: ["TestSupport", "pcicheck", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: strict),
    .target(
      name: "Fuzzing",
      dependencies: [
        "Assessments",
        "CEL",
        "CloudFormation",
        "Diagnostics",
        "Documents",
        "EvidenceBundle",
        "HCL",
        "IAMPolicies",
        "Kubernetes",
        "PCICheckKit",
        "ProjectConfiguration",
        "Reporting",
        "ResourceGraph",
        "Rules",
        "TerraformConfiguration",
        "TerraformPlan",
        "TestSupport",
        "Values",
        "ZipArchive",
      ],
      path: "Tests/Fuzzing/Library", swiftSettings: strict),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "CJansson",
        "Diagnostics",
        "Documents",
        "Fuzzing",
        "TestSupport",
        "Values",
      ],
      path: "Tests/Fuzzing/Tool", swiftSettings: strict),
    .testTarget(
      name: "RobustnessTests",
      dependencies: [
        "Diagnostics",
        "Documents",
        "Fuzzing",
        "PCICheckKit",
        "TestSupport",
        "Values",
        "fuzz",
        "pcicheck",
      ],
      swiftSettings: strict),
    .testTarget(name: "PackageTests", dependencies: ["TestSupport"], swiftSettings: strict),
  ]
)
