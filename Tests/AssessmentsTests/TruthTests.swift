import Foundation
import TestSupport
import Testing

/// The truth that the fixtures' READMEs say, worked out by hand before any rule ran, held against the rules.
@Suite struct TruthTests {
  private struct Finding: Hashable {
    let rule: String
    let address: String
  }

  private static func findings(_ fixture: String, _ profile: String) throws -> [Finding] {
    let (_, result) = try Graphs.assess([Project.fixture("terraform/\(fixture)/plan.json")], profile: profile)
    return result.assessment.observations.filter { $0.verdict == .fail }.map {
      Finding(rule: $0.rule, address: $0.address)
    }
  }

  @Test(arguments: ["card-platform-compliant", "minimal-web-fixed"], ["essential", "standard"])
  func whatIsRightRaisesNoAlarm(_ fixture: String, _ profile: String) throws {
    let findings = try Self.findings(fixture, profile)
    #expect(findings.isEmpty, "\(findings)")
  }

  /// The addresses of a row of the table: the resource, those of a range or of all, and the one that it is about.
  private static func addresses(_ cell: Substring) -> [String] {
    cell.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 || cell.hasPrefix("`") && $0.offset == 0 }
      .map { String($0.element) }.filter { $0.contains("aws_") }
      .flatMap { name -> [String] in
        guard let range = name.range(of: "[0..2]") else { return [name] }
        return (0...2).map { name.replacingCharacters(in: range, with: "[\($0)]") }
      }
  }

  private static func isAt(_ address: String, _ named: String) -> Bool {
    named.hasSuffix("[*]") ? address.hasPrefix(named.dropLast(2)) : address == named
  }

  private static func faults() throws -> [(addresses: [String], fault: String)] {
    let text = try Project.text(Project.fixture("terraform/card-platform-noncompliant/README.md"))
    return text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
      let cells = line.split(separator: "|").map { $0.drop { $0 == " " } }
      return (addresses(cells[0]), String(cells[1]))
    }
  }

  /// Faults whose resource is a companion of what the rules judge, and those that only the configuration shows.
  private static let elsewhere: [String: String] = [
    "aws_s3_bucket_public_access_block.this[\"artifacts\"]": "aws_s3_bucket.this[\"artifacts\"]",
    "aws_s3_bucket_versioning.this[\"statements\"]": "aws_s3_bucket.this[\"statements\"]",
    "aws_db_parameter_group.ledger": "aws_db_instance.ledger",
    "aws_config_configuration_recorder_status.main": "aws_config_configuration_recorder.main",
  ]

  @Test func everyFaultOfThePlatformIsFound() throws {
    let failed = try Self.findings("card-platform-noncompliant", "complete")
    let faults = try Self.faults()
    #expect(faults.count > 70)
    for (addresses, fault) in faults {
      let places = addresses + addresses.compactMap { Self.elsewhere[$0] }
      #expect(
        failed.contains { finding in places.contains { Self.isAt(finding.address, $0) } }, "\(addresses) \(fault)")
    }
  }

  /// A fault shows at its neighbours, too.
  private static let neighbours: Set<Finding> = [
    // The buckets' access logs, which the trail's bucket lacks.
    Finding(rule: "aws-cloudtrail-bucket-access-logging", address: "aws_cloudtrail.main"),
    // The log bucket is one no longer; what is left is a bucket that is encrypted with the keys of S3.
    Finding(rule: "aws-s3-bucket-kms", address: "aws_s3_bucket.this[\"access-logs\"]"),
  ]

  @Test func nothingElseOfThePlatformFails() throws {
    let named = try Self.faults().flatMap(\.addresses)
    let all = named + named.compactMap { Self.elsewhere[$0] }
    for finding in try Self.findings("card-platform-noncompliant", "standard") {
      let isNamed = all.contains { Self.isAt(finding.address, $0) }
      #expect(isNamed || Self.neighbours.contains(finding), "\(finding)")
    }
  }
}
