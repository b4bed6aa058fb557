/// Decodes `Principal` and `NotPrincipal`.
enum PrincipalDecoder {
  static func element(
    _ value: PolicyValue, isNegated: Bool, path: String
  ) throws(PolicyError) -> PrincipalElement {
    var element = PrincipalElement(isNegated: isNegated)
    switch value {
    case .unknown(let reason): element.unknown.append(.init(nil, reason))
    case .string("*"): element.entries.append(.init(.aws, "*"))
    case .map(let members):
      for member in members {
        guard let kind = PrincipalElement.Kind(rawValue: member.name) else {
          throw PolicyError(
            "a principal is `*`, `AWS`, `Service`, `Federated` or `CanonicalUser`, with exactly these letters",
            path: path)
        }
        let (texts, unknown) = try StringList.decode(member.value, path: "\(path).\(kind.rawValue)")
        element.entries += texts.map { .init(kind, $0) }
        element.unknown += unknown.map { .init(kind, $0) }
      }
    default: throw PolicyError("a principal is `*` or an object, not another string or \(value.kind)", path: path)
    }
    return element
  }
}
