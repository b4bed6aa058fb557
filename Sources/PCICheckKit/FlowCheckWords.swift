import Rules

extension Rule.FlowCheck {
  /// The statement in words, a part a line.
  var words: [String] {
    var lines = ["from \(text(from))", "to \(level == .subnets ? "the subnets of " : "")\(text(to))"]
    if !ports.isEmpty { lines.append("on ports \(ports.map(String.init).joined(separator: ", "))") }
    if isDirect { lines.append("without a load balancer or private link in between") }
    if allowsDeclared { lines.append("but what the scope of the project declares") }
    if let allow { lines.append("but what satisfies \(allow.text)") }
    return lines
  }

  private func text(_ side: Side) -> String {
    let who = side.except.map { "anybody but \($0.joined(separator: ", "))" } ?? side.zones.joined(separator: ", ")
    return side.kinds.isEmpty ? who : "\(who) (\(side.kinds.joined(separator: ", ")))"
  }
}
