import Diagnostics

extension WaiverEntry {
  /// The waiver that a comment in the source of a configuration amounts to: a risk accepted by whoever wrote it.
  ///
  /// - Parameters:
  ///   - rule: the rule that it names.
  ///   - resources: the addresses of the blocks that it stands at.
  ///   - reason: why, nil if it does not say.
  ///   - until: the last day, as written.
  ///   - location: where the comment is.
  public static func suppression(
    rule: String, resources: [String], reason: String?, until: String?, at location: Diagnostics.SourceLocation
  ) -> WaiverEntry {
    func malformed(_ message: String) -> WaiverEntry {
      .malformed(
        Diagnostic(
          .warning, message, at: location,
          help: "write `pcicheck:ignore RULE reason=\"…\" until=YYYY-MM-DD` above the block"))
    }
    guard !resources.isEmpty else { return malformed("the comment stands at no block") }
    guard let reason, !reason.allSatisfy(\.isWhitespace) else { return malformed("the comment gives no reason") }
    guard let until else { return malformed("the comment says not until when") }
    guard let day = CalendarDate(until) else { return malformed("`until` is no day, expected YYYY-MM-DD") }
    return .waiver(
      Waiver(
        rule: rule, resources: resources, kind: .riskAccepted, reason: reason, expires: day, location: location))
  }
}

extension WaiverPolicy {
  /// The policy with the waivers of comments in sources.
  public func adding(_ comments: [WaiverEntry]) -> WaiverPolicy {
    let further = acceptsComments ? comments : comments.map(Self.refused)
    return WaiverPolicy(
      entries + further, horizon: horizon, today: today, acceptsComments: acceptsComments, library: library)
  }

  private static func refused(_ entry: WaiverEntry) -> WaiverEntry {
    guard case .waiver(let waiver) = entry else { return entry }
    return .malformed(
      Diagnostic(
        .warning, "the configuration accepts none in comments", at: waiver.location,
        help: "write it among the project's waivers, where somebody approves it"))
  }
}
