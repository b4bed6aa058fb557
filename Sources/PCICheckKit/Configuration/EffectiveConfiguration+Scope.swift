import Diagnostics
import Rules

extension EffectiveConfiguration {
  /// The zones and flows that the file declares, nil without.
  public func scope() throws(Diagnostic) -> ScopeDeclaration? {
    guard let section = file?.scope else { return nil }
    return try ScopeDeclaration.decode(try section.record())
  }
}
