import Assessments
import Diagnostics
import Documents
import FixHints
import Foundation
import ResourceGraph
import TestSupport
import Testing
import Values

@testable import Rules

/// Every rule's hint, on every failing example: it parses, and what is written by it makes the failure a pass.
@Suite struct EveryRuleTests {
  @Test func everyHintMendsItsExample() throws {
    let library = PolicyLibrary()
    let selection = try RuleSelection(library, profile: "complete", selectors: [])
    var mended = 0
    var report: [String] = []
    let rules = try selection.allRules()
    for (rule, file) in zip(rules, selection.files(of: rules)) {
      for outcome in try outcomes(rule, file, library, selection.profile) {
        switch outcome {
        case .mended: mended += 1
        case .left(let text): report.append(text)
        }
      }
    }
    let unexpected = report.filter { Self.exception($0) == nil }
    if let path = ProcessInfo.processInfo.environment["HINT_REPORT"] {
      try Data((unexpected.sorted().joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
    }
    #expect(unexpected.isEmpty, "\(unexpected.count) of \(unexpected.count + mended)")
    #expect(mended > 400)
    let needed = Set(report.compactMap(Self.exception))
    for rule in HintExceptions.reasons.keys where !needed.contains(rule) {
      Issue.record("the exception for \(rule) is not needed")
    }
  }

  private static func exception(_ text: String) -> String? {
    let rule = text.prefix { $0 != " " }
    return HintExceptions.reasons[String(rule)] == nil ? nil : String(rule)
  }

  private enum Outcome {
    case mended
    /// `rule: what is wrong`
    case left(String)
  }

  private func outcomes(_ rule: Rule, _ file: PolicyFile, _ library: PolicyLibrary, _ profile: Profile) throws
    -> [Outcome]
  {
    guard let (arena, root) = try file.loadExamples() else { return [] }
    var outcomes: [Outcome] = []
    for node in arena.children(root) {
      guard arena.children(node, of: "expect").contains(where: { arena.string($0) == "fail" }) else { continue }
      let example = try RuleExample.decode(arena, node, file: file.path, library)
      let engine = Engine(
        library, profile: profile.setting(example.parameters, of: rule.id),
        options: Engine.Options(standardVersion: "4.0.1", evidence: .all, scope: example.scope))
      let judged = try engine.judge(example.graph, rules: [rule])
      let maker = FixMaker(judged.observations, in: example.graph, rules: [rule], library: library)
      for observation in judged.observations where observation.verdict == .fail && observation.resource != nil {
        let name = "\(rule.id) \(observation.address) (\(example.name))"
        guard let hint = maker.fix(for: observation) else {
          outcomes.append(.left("\(name): no hint"))
          continue
        }
        var verdicts: [String] = []
        for (appends, isApplied) in [(false, false), (true, false), (false, true), (true, true)] {
          let application = HintApplication(appends: appends, isApplied: isApplied)
          verdicts.append(
            verdict(hint, application, arena.tree(node), observation.address, file, library, rule, engine))
          if verdicts.last == "pass" { break }
        }
        outcomes.append(
          verdicts.contains("pass") ? .mended : .left("\(name): \(verdicts.joined(separator: ", "))\n\(hint.text)"))
      }
    }
    return outcomes
  }

  private func verdict(
    _ hint: FixHint, _ application: HintApplication, _ example: JSONTree, _ address: String, _ file: PolicyFile,
    _ library: PolicyLibrary, _ rule: Rule, _ engine: Engine
  ) -> String {
    do {
      let given = try application.applied(hint, to: example["given"] ?? .null)
      var builder = ValueArenaBuilder()
      let document = InputDocument(name: "example", bytes: example.setting("given", to: given).bytes)
      let root = try JSONReader.read(document, into: &builder)
      let mended = try RuleExample.decode(builder.build(), root, file: file.path, library)
      let judged = try engine.judge(mended.graph, rules: [rule])
      let observation = judged.observations.first { $0.address == address }
      return observation.map { $0.verdict == .pass ? "pass" : "\($0.verdict.rawValue) (\($0.message))" } ?? "none"
    } catch {
      return "problem: \(error)"
    }
  }
}
