import Diagnostics
import Foundation
import PCICheckKit
import TestSupport
import Testing

/// The list of controls that the AWS pack covers, held against the rules.
@Suite struct CoverageTests {
  private struct Control {
    let id: String
    let decidable: String
    let link: String
    let rule: String
  }

  private static func controls() throws -> [Control] {
    try Project.text(Project.path("docs/coverage/aws-controls.csv")).split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      try #require(fields.count == 4, "\(line)")
      return Control(id: fields[0], decidable: fields[1], link: fields[2], rule: fields[3])
    }
  }

  private static func listing(_ profile: String) throws -> RuleListing {
    var settings = CommandLineSettings()
    settings.profile = profile
    let configuration = try EffectiveConfiguration.load(.none, commandLine: settings)
    return RuleListing(policies: try PCICheck.Policies(), configuration: configuration)
  }

  @Test func theListIsWhole() throws {
    let controls = try Self.controls()
    let counts = Dictionary(grouping: controls, by: \.decidable).mapValues(\.count)
    #expect(counts == ["plan": 226, "relation": 114, "plan-presence": 30, "partial": 8, "runtime": 16])
    #expect(Set(controls.map(\.id)).count == 394)
    #expect(controls.count { $0.link == "weak" } == 32)
  }

  @Test func everyControlThatAPlanDecidesHasARule() throws {
    let rules = try Self.listing("complete").rules(requirement: nil, type: nil, severity: nil)
    var names: [String: Set<String>] = [:]
    for rule in rules {
      for name in [rule.id] + rule.aliases { names[name.lowercased(), default: []].insert(rule.id) }
    }
    for control in try Self.controls() where control.decidable != "runtime" {
      #expect(names[control.id]?.contains(control.rule) == true, "\(control.id) is not covered by `\(control.rule)`")
    }
  }

  @Test func everyControlOfKubernetesHasARule() throws {
    let rules = try Self.listing("complete").rules(requirement: nil, type: nil, severity: nil)
    var names: [String: Set<String>] = [:]
    for rule in rules {
      for name in [rule.id] + rule.aliases { names[name.lowercased(), default: []].insert(rule.id) }
    }
    let lines = try Project.text(Project.path("docs/coverage/kubernetes-controls.csv")).split(separator: "\n")
      .dropFirst()
    #expect(lines.count == 80)
    for line in lines {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      try #require(fields.count == 3, "\(line)")
      #expect(names[fields[0]]?.contains(fields[2]) == true, "\(fields[0]) is not covered by `\(fields[2])`")
    }
  }

  @Test func controlsOfTheRunningAccountAreInTheDocument() throws {
    let text = try Project.text(Project.path("docs/coverage.md"))
    for control in try Self.controls() where control.decidable == "runtime" {
      #expect(control.rule.isEmpty, "\(control.id)")
      #expect(text.contains("| `\(control.id)` |"), "\(control.id)")
    }
  }

  @Test func weakLinksAreInTheCompleteProfileOnlyAndInNoRollUp() throws {
    let weak = try Self.listing("complete").rules(requirement: nil, type: nil, severity: nil).filter(\.isWeaklyLinked)
    let ids = Set(weak.map(\.id))
    for control in try Self.controls() where control.link == "weak" && control.decidable != "runtime" {
      #expect(ids.contains(control.rule), "\(control.rule) is not marked weak")
    }
    for profile in ["essential", "standard"] {
      let listed = try Self.listing(profile).rules(requirement: nil, type: nil, severity: nil)
      #expect(!listed.isEmpty && listed.allSatisfy { !$0.isWeaklyLinked }, "\(profile)")
    }
    let coverage = String(decoding: try Self.listing("complete").requirements(withRules: true), as: UTF8.self)
    let printed = Set(coverage.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
    #expect(printed.isDisjoint(with: ids))
  }

  @Test func theEssentialProfileNamesOnlyRulesThatThereAre() throws {
    let essential = try Project.text(Project.path("policies/profiles/essential.yaml"))
    let named = essential.split(separator: "\n").compactMap { line -> String? in
      let text = line.trimmingCharacters(in: .whitespaces)
      return text.hasPrefix("- ") ? String(text.dropFirst(2)) : nil
    }
    let listed = try Self.listing("essential").rules(requirement: nil, type: nil, severity: nil).map(\.id)
    #expect(Set(named) == Set(listed))
    #expect(named.count == listed.count)
  }
}
