import Diagnostics
import Rules

extension RuleSelection {
  /// SHA-256 over the texts of rules, in order, each followed by a newline: what evidence names as the rule set.
  func digest(of rules: [Rule]) throws(Diagnostic) -> String {
    var text: [UInt8] = []
    for file in files(of: rules) {
      text += try file.canonicalText()
      text.append(0x0A)
    }
    return hexDigest(text)
  }
}
