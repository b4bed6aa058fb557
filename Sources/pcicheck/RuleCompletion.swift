import ArgumentParser
import PCICheckKit

/// Offers the ids of the rules in the binary to shells.
enum RuleCompletion {
  static let kind = CompletionKind.custom { _, _, prefix in
    PCICheck.ruleIDs.filter { $0.hasPrefix(prefix) }
  }
}
