import TestSupport
import Testing

/// The arrows between modules (docs/architecture.md): one direction only. A new arrow is a decision; write it down here.
@Suite struct DependencyDirectionTests {
  private static let allowed: [String: Set<String>] = [
    "Values": [],
    "Parallel": [],
    "Diagnostics": [],
    "CRE2": [],
    "HCL": [],
    "IAMPolicies": [],
    "Network": ["Parallel"],
    "NetworkOracle": ["Network"],
    "NetworkAdapter": ["Network", "ResourceGraph", "Values"],
    "ZipArchive": ["CZlib"],
    "CEL": ["Values", "CRE2"],
    "CELConformance": ["CEL"],
    "cel-conformance": ["CELConformance"],
    "cel-benchmark": ["CEL", "Values"],
    "network-benchmark": ["Network", "NetworkOracle"],
    "source-benchmark": [
      "CJansson", "Diagnostics", "Documents", "ResourceGraph", "TerraformConfiguration", "TerraformPlan", "Values",
    ],
    "yaml-benchmark": ["CLibYAML", "Diagnostics", "Documents", "Values"],
    "plan-benchmark": ["CJansson", "Diagnostics", "Documents", "Values"],
    "TerraformConfiguration": ["HCL", "Parallel"],
    "Documents": ["CJansson", "CLibYAML", "Diagnostics", "Parallel", "Values"],
    "policy-compiler": ["Diagnostics", "Documents", "Values"],
    "Policies": ["Values"],
    "ResourceGraph": ["Diagnostics", "Parallel", "Values"],
    "TerraformPlan": [
      "Diagnostics", "Documents", "HCL", "Parallel", "ResourceGraph", "TerraformConfiguration", "Values",
    ],
    "Kubernetes": ["Diagnostics", "Documents", "ResourceGraph", "Values"],
    "CloudFormation": ["Diagnostics", "Documents", "ResourceGraph", "Values"],
    "Compose": ["Diagnostics", "Documents", "ResourceGraph", "Values"],
    "Rules": ["CEL", "Diagnostics", "Documents", "Policies", "ResourceGraph", "Values"],
    "Assessments": [
      "CEL", "Diagnostics", "Documents", "IAMPolicies", "Network", "NetworkAdapter", "Parallel", "ResourceGraph",
      "Rules", "Values", "SecretScan",
    ],
    "FixHints": ["Assessments", "Diagnostics", "HCL", "ResourceGraph", "Rules", "Values"],
    "SecretScan": [],
    "ProjectConfiguration": ["Assessments", "Diagnostics", "Documents", "Rules", "Values"],
    "Reporting": ["Assessments", "Diagnostics", "Documents", "ResourceGraph", "Rules", "ZipArchive"],
    "EvidenceBundle": [
      "Assessments", "Diagnostics", "Documents", "Parallel", "Reporting", "ResourceGraph", "Rules", "Values",
      "ZipArchive",
    ],
    "PCICheckKit": [
      "EvidenceBundle", "ZipArchive",
      "FixHints",
      "CloudFormation",
      "Compose",
      "Assessments", "Diagnostics", "Documents", "Kubernetes", "Policies",
      "Network",
      "NetworkAdapter",
      "Parallel",
      "ProjectConfiguration",
      "Reporting", "ResourceGraph", "Rules",
      "TerraformConfiguration", "TerraformPlan", "Values", "ZipArchive",
    ],
    "pcicheck": ["PCICheckKit"],
    "CommandReference": [],
    "command-reference": ["CommandReference"],
  ]

  /// Modules that may be imported although Package.swift reaches them through another one.
  private static let through: [String: Set<String>] = ["pcicheck": ["Diagnostics"]]

  private struct Target {
    let name: String
    let isTest: Bool
    let dependencies: Set<String>
    let path: String
  }

  private static func targets() throws -> [Target] {
    let text = try Project.text(Project.path("Package.swift"))
    var targets: [Target] = []
    for (opening, isTest) in [(".target(", false), (".executableTarget(", false), (".testTarget(", true)] {
      for range in text.ranges(of: opening) {
        let body = argument(text[range.upperBound...])
        guard let name = quoted(after: "name:", in: body) else { continue }
        let path = quoted(after: "path:", in: body) ?? (isTest ? "Tests/\(name)" : "Sources/\(name)")
        targets.append(
          Target(name: name, isTest: isTest || path.hasPrefix("Tests/"), dependencies: dependencies(body), path: path))
      }
    }
    return targets
  }

  /// The text up to the parenthesis that closes the call.
  private static func argument(_ text: Substring) -> Substring {
    var depth = 0
    for index in text.indices {
      if text[index] == "(" || text[index] == "[" { depth += 1 }
      if text[index] == ")" || text[index] == "]" {
        if depth == 0 { return text[..<index] }
        depth -= 1
      }
    }
    return text
  }

  private static func quoted(after label: String, in text: Substring) -> String? {
    guard let start = text.firstRange(of: label)?.upperBound else { return nil }
    let parts = text[start...].split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count > 1 && parts[0].allSatisfy(\.isWhitespace) ? String(parts[1]) : nil
  }

  /// The package's own modules among the dependencies.
  private static func dependencies(_ body: Substring) -> Set<String> {
    guard let start = body.firstRange(of: "dependencies:")?.upperBound,
      let bracket = body[start...].firstIndex(of: "[")
    else { return [] }
    var list = String(argument(body[body.index(after: bracket)...]))
    while let product = list.firstRange(of: ".product(") {
      let inner = argument(list[product.upperBound...])
      list.removeSubrange(product.lowerBound..<inner.endIndex)
    }
    let parts = list.split(separator: "\"", omittingEmptySubsequences: false)
    return Set(parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) })
  }

  @Test func everyArrowOfThePackageIsInTheList() throws {
    let targets = try Self.targets()
    #expect(targets.count > 20)
    for target in targets where !target.isTest {
      guard let allowed = Self.allowed[target.name] else {
        Issue.record("module \(target.name) is not in the list of arrows")
        continue
      }
      #expect(target.dependencies == allowed, "\(target.name) depends on \(target.dependencies.sorted())")
    }
  }

  @Test func theListHasNoArrowThatThePackageHasNot() throws {
    let names = Set(try Self.targets().filter { !$0.isTest }.map(\.name))
    let difference = Set(Self.allowed.keys).symmetricDifference(names)
    #expect(difference.isEmpty, "\(difference.sorted())")
  }

  @Test func nothingThatIsShippedDependsOnTests() throws {
    let targets = try Self.targets()
    let tests = Set(targets.filter(\.isTest).map(\.name))
    for target in targets where !target.isTest {
      #expect(target.dependencies.isDisjoint(with: tests), "\(target.name)")
    }
  }

  @Test func sourcesImportOnlyWhatTheirModuleDependsOn() throws {
    let targets = try Self.targets()
    let own = Set(targets.map(\.name))
    for target in targets where !target.isTest {
      let allowed = target.dependencies.union(Self.through[target.name] ?? []).union([target.name])
      for path in Project.filesBelow(Project.path(target.path), ending: ".swift") {
        for line in try Project.text(path).split(separator: "\n") where line.contains("import ") {
          guard let module = Self.importedModule(line), own.contains(module) else { continue }
          #expect(allowed.contains(module), "\(path) imports \(module)")
        }
      }
    }
  }

  private static func importedModule(_ line: Substring) -> String? {
    let words = line.split(separator: " ").map(String.init)
    guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
      words[..<index].allSatisfy({
        $0.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains($0)
      })
    else { return nil }
    return words[index + 1]
  }

  @Test func theGraphHasNoCircle() {
    var left = Self.allowed.mapValues { $0.filter { Self.allowed[$0] != nil } }
    while let free = left.first(where: { $0.value.isEmpty })?.key {
      left[free] = nil
      left = left.mapValues { $0.subtracting([free]) }
    }
    #expect(left.isEmpty)
  }
}
