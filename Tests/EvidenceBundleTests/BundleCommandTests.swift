import Foundation
import TestSupport
import Testing

/// Bundles from the command line, as people make and verify them.
@Suite struct BundleCommandTests {
  private static let web = "fixtures/terraform/minimal-web/plan.json"
  private static let fixed = "fixtures/terraform/minimal-web-fixed/plan.json"
  private static let clock = ["SOURCE_DATE_EPOCH": "1795000000"]

  /// A folder that only its owner may write to.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    return folder
  }

  private static func bundle(
    _ inputs: [String], _ path: String, _ more: [String] = [], environment: [String: String] = clock
  ) throws -> Command.Result {
    try Command.run(inputs + ["--bundle", path, "--format", "json"] + more, environment: environment)
  }

  @Test func aBundleIsTheSameToTheByte() throws {
    let folder = try Self.folder()
    #expect(try Command.run(["keygen", "--output", "\(folder.path)/key.pem"]).status == 0)
    let key = ["--sign", "\(folder.path)/key.pem"]
    for name in ["a", "b"] { #expect(try Self.bundle([Self.web], "\(folder.path)/\(name).zip", key).status == 1) }
    #expect(try Project.bytes("\(folder.path)/a.zip") == Project.bytes("\(folder.path)/b.zip"))
    for (name, mode) in [("a.zip", 0o600), ("key.pem", 0o600)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")
      #expect(attributes[.posixPermissions] as? Int == mode)
    }
    let verified = try Command.run(
      ["verify", "\(folder.path)/a.zip", "--key", "\(folder.path)/key.pem.pub", "--replay", Self.web])
    #expect(verified.status == 0, "\(verified.outputText)\(verified.errorText)")
    #expect(verified.outputText.contains(": verified"))
    let other = try Command.run(["verify", "\(folder.path)/a.zip", "--replay", Self.fixed])
    #expect(other.status == 1 && other.outputText.contains("NOT verified"))
    let second = try Command.run(["keygen", "--output", "\(folder.path)/key.pem"])
    #expect(second.status == 2 && second.errorText.contains("not overwritten"))
  }

  @Test func keysComeFromVariablesAndDescriptorsToo() throws {
    let folder = try Self.folder()
    #expect(try Command.run(["keygen", "--output", "\(folder.path)/key.pem", "--algorithm", "p256"]).status == 0)
    let text = try Project.text("\(folder.path)/key.pem")
    var environment = Self.clock
    environment["BUNDLE_KEY"] = text
    #expect(
      try Self.bundle([Self.web], "\(folder.path)/a.zip", ["--sign-env", "BUNDLE_KEY"], environment: environment).status
        == 1)
    let piped = try Command.run(
      [Self.web, "--bundle", "\(folder.path)/b.zip", "--sign-fd", "0"], input: Array(text.utf8), environment: Self.clock
    )
    #expect(piped.status == 1, "\(piped.errorText)")
    for name in ["a", "b"] {
      let run = try Command.run(["verify", "\(folder.path)/\(name).zip", "--key", "\(folder.path)/key.pem.pub"])
      #expect(run.status == 0, "\(run.outputText)")
    }
    let missing = try Self.bundle([Self.web], "\(folder.path)/c.zip", ["--sign-env", "NO_SUCH_VARIABLE"])
    #expect(missing.status == 2 && !Project.exists("\(folder.path)/c.zip"))
  }

  @Test func unsafePlacesAreRefused() throws {
    let folder = try Self.folder()
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
    let path = "\(folder.path)/a.zip"
    let refused = try Self.bundle([Self.web], path)
    #expect(refused.status == 2 && !Project.exists(path))
    #expect(refused.errorText.contains("--force"))
    #expect(try Self.bundle([Self.web], path, ["--force"]).status == 1)
    #expect(Project.exists(path))
    #expect(try Command.run([Self.web, "--sign", "key.pem"]).status == 2)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left == ["a.zip"], "\(left)")
  }

  @Test func verifyExplainsWhatIsNoBundle() throws {
    let folder = try Self.folder()
    for (name, text) in [
      ("empty", ""), ("text", "hello"), ("zip", "PK\u{5}\u{6}" + String(repeating: "\0", count: 18)),
    ] {
      let path = try folder.write(name, text)
      let run = try Command.run(["verify", path])
      #expect(run.status != 0, "\(name)")
      #expect(!run.outputText.contains(": verified"))
    }
    #expect(try Command.run(["verify", "\(folder.path)/missing.zip"]).status == 2)
    #expect(try Command.run(["verify", Self.web]).status == 2)
  }

  @Test func everyMemberIsThere() throws {
    let folder = try Self.folder()
    let path = "\(folder.path)/a.zip"
    _ = try Self.bundle([Self.web, "fixtures/kubernetes/payments-noncompliant"], path)
    let members = try SmallBundle.members(try Project.bytes(path))
    let paths = Set(members.map(\.path))
    for expected in [
      "manifest.json", "README.txt", "assessment.json", "findings.csv", "requirements.csv", "population.csv",
      "report.html", "oscal/assessment-results.json", "oscal/assessment-plan.json",
      "oscal/catalog-pci-dss-4.0.1.json", "oscal/catalog-pci-dss-3.2.1.json", "policies/rules/aws-sg-no-world-ssh.json",
    ] { #expect(paths.contains(expected), "\(expected)") }
    #expect(members.filter { $0.path.hasPrefix("inputs/") }.count >= 2)
    let manifest = try JSONTree(try #require(members.first).bytes)
    #expect(manifest["created"]?["time"]?.string == "2026-11-18T11:06:40Z")
    #expect(manifest["members"]?.elements.count == members.count - 1)
    for (member, schema) in [("manifest.json", "manifest"), ("assessment.json", "assessment")] {
      let text = try #require(members.first { $0.path == member })
      let problems = JSONSchema(
        try JSONTree(try Project.bytes(Project.path("policies/schema/\(schema).schema.json")))
      ).problems(try JSONTree(text.bytes))
      #expect(problems.isEmpty, "\(problems.prefix(5))")
    }
  }

  /// Counts of every requirement, over the complete numbering of both versions, derived here a second time.
  @Test func theRollUpIsCompleteAndTrue() throws {
    let folder = try Self.folder()
    let path = "\(folder.path)/a.zip"
    _ = try Self.bundle([Self.web], path)
    let members = try SmallBundle.members(try Project.bytes(path))
    let record = try JSONTree(try #require(members.first { $0.path == "assessment.json" }).bytes)
    #expect(record["standards"]?.elements.compactMap { $0["version"]?.string } == ["4.0.1", "3.2.1"])
    var verdicts: [String: Set<String>] = [:]
    var subjects: [String: Set<String>] = [:]
    for observation in record["observations"]?.elements ?? [] {
      let rule = observation["rule"]?.string ?? ""
      verdicts[rule, default: []].insert(observation["verdict"]?.string ?? "")
      for number in observation["resources"]?.elements ?? [] {
        subjects[rule, default: []].insert(record["resources"]?[Int(number.number ?? -1)]?["address"]?.string ?? "")
      }
    }
    var linked: [String: Set<String>] = [:]
    for rule in record["rules"]?.elements ?? [] where rule["weak"]?.bool != true {
      for link in rule["requirements"]?.elements ?? [] {
        linked["\(link["version"]?.string ?? "") \(link["id"]?.string ?? "")", default: []].insert(
          rule["id"]?.string ?? "")
      }
    }
    for standard in record["standards"]?.elements ?? [] {
      let version = standard["version"]?.string ?? ""
      let requirements = standard["requirements"]?.elements ?? []
      let catalogue = try Project.text(Project.path("policies/catalog/pci-dss-\(version).yaml"))
      #expect(requirements.count == catalogue.split(separator: "\n").count { $0.hasPrefix("  - id:") })
      for requirement in requirements where requirement["level"]?.string == "requirement" {
        let name = "\(version) \(requirement["id"]?.string ?? "")"
        let rules = linked[name] ?? []
        let found = rules.reduce(into: Set<String>()) { $0.formUnion(verdicts[$1] ?? []) }
        let expected =
          found.contains("fail")
          ? "contradicted"
          : found.contains("indeterminate") ? "inconclusive" : found.contains("pass") ? "supported" : "not covered"
        #expect(requirement["status"]?.string == expected, "\(name)")
        #expect(requirement["remaining"]?.string?.isEmpty == false)
        let population = rules.reduce(into: Set<String>()) { $0.formUnion(subjects[$1] ?? []) }
        #expect(requirement["population"]?["total"]?.number == Double(population.count), "\(name)")
      }
    }
    for member in members {
      let text = String(decoding: member.bytes, as: UTF8.self)
      #expect(!text.contains("In Place") && !text.contains("compliant with"), "\(member.path)")
    }
  }

  /// Rules about zones are run again with the zones that the bundle holds, secrets of which it does not.
  @Test func zonesAreRunAgain() throws {
    let folder = try Self.folder()
    let path = "\(folder.path)/a.zip"
    for (tag, isWhole) in [("db", true), ("4111111111111111", false)] {
      let configuration = try folder.write(
        "pcicheck.yaml",
        """
        version: 1
        scope:
          zones:
            cde: [{ type: aws_db_instance, where: "resource.engine == 'postgres'" }, { tags: { part: "\(tag)" } }]
            out-of-scope: { type: aws_instance, address: "*" }
          flows: [{ from: out-of-scope, to: cde, ports: [5432, 8000-8080], addresses: [10.0.0.0/8], because: tests }]
        """)
      _ = try Self.bundle([Self.web], path, ["--config", configuration])
      let run = try Command.run(["verify", path, "--replay", Self.web])
      #expect(run.status == 0, "\(run.outputText)")
      #expect(run.outputText.contains("rules about zones were not run again") == !isWhole, "\(run.outputText)")
      let members = try SmallBundle.members(try Project.bytes(path))
      let scope = try JSONTree(try #require(members.first { $0.path == "scope.json" }).bytes)
      #expect(scope["complete"]?.bool == isWhole)
      #expect(!members.contains { String(decoding: $0.bytes, as: UTF8.self).contains("4111111111111111") })
      let population = try #require(members.first { $0.path == "population.csv" })
      #expect(String(decoding: population.bytes, as: UTF8.self).contains(",cde,1,"))
    }
  }

  @Test func twoBundlesAreCompared() throws {
    let folder = try Self.folder()
    _ = try Self.bundle([Self.web], "\(folder.path)/a.zip")
    _ = try Self.bundle([Self.fixed], "\(folder.path)/b.zip")
    let paths = ["\(folder.path)/a.zip", "\(folder.path)/b.zip"]
    let same = try Command.run(["compare", paths[0], paths[0], "--format", "json"])
    #expect(same.status == 0)
    #expect(try JSONTree(same.output)["fixes"]?.elements.isEmpty == true)
    let better = try JSONTree(try Command.run(["compare"] + paths + ["--format", "json"]).output)
    #expect(better["fixes"]?.elements.contains { $0["rule"]?.string == "aws-sg-no-world-ssh" } == true)
    let worse = try Command.run(["compare"] + paths.reversed() + ["--format", "json"])
    #expect(worse.status == 1)
    #expect(
      try JSONTree(worse.output)["regressions"]?.elements.contains { $0["rule"]?.string == "aws-sg-no-world-ssh" }
        == true)
    #expect(try Command.run(["compare"] + paths).outputText.contains("Fixes"))
    #expect(try Command.run(["compare"] + paths + ["--format", "html"]).outputText.hasPrefix("<!DOCTYPE html>"))
    #expect(try Command.run(["compare", paths[0], Self.web]).status == 2)
  }

  @Test func reportsAreMadeAgain() throws {
    let folder = try Self.folder()
    let path = "\(folder.path)/a.zip"
    _ = try Self.bundle([Self.web], path)
    let members = try SmallBundle.members(try Project.bytes(path))
    func member(_ name: String) -> [UInt8]? { members.first { $0.path == name }?.bytes }
    #expect(try Command.run(["report", path, "--format", "html"]).output == member("report.html"))
    #expect(try Command.run(["report", path, "--format", "csv"]).output == member("findings.csv"))
    #expect(try Command.run(["report", path, "--format", "oscal"]).output == member("oscal/assessment-results.json"))
    #expect(try Command.run(["report", path, "--format", "md"]).outputText.contains("## Requirements"))
    #expect(try Command.run(["report", path, "--format", "xlsx"]).output.starts(with: [0x50, 0x4B]))
    var altered = try Project.bytes(path)
    altered[altered.count / 2] ^= 1
    let spoilt = try folder.write("spoilt.zip", altered)
    #expect(try Command.run(["report", spoilt, "--format", "csv"]).status == 2)
  }
}
