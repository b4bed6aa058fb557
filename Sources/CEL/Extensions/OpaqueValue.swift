/// Values of the libraries' own types: their types' names, their texts, and how texts become them.
extension OpaqueValue {
  var typeName: String {
    switch self {
    case .ip: "net.IP"
    case .cidr: "net.CIDR"
    case .url: "net.URL"
    case .quantity: "kubernetes.Quantity"
    case .semver: "kubernetes.Semver"
    case .enumeration(let type, _): type
    }
  }

  var text: String {
    switch self {
    case .ip(let address): address.text
    case .cidr(let prefix): prefix.text
    case .url(let url): url.text
    case .quantity(let quantity): quantity.text
    case .semver(let version): version.text
    case .enumeration(_, let number): String(number)
    }
  }
}

extension EvaluationContext {
  /// The value of type `type` that `text` spells; an error if it spells none.
  mutating func opaque(type: String, text: String) -> CELValue {
    let value: OpaqueValue?
    switch type {
    case "net.IP": value = IPAddress(text).map { .ip($0) }
    case "net.CIDR": value = IPPrefix(text).map { .cidr($0) }
    case "net.URL": value = URLParts(text).map { .url($0) }
    case "kubernetes.Quantity": value = Quantity(text).map { .quantity($0) }
    case "kubernetes.Semver": value = Semver(text, isLenient: false).map { .semver($0) }
    default: value = nil
    }
    guard let value else { return error(.invalidArgument, "\(Quoting.literal(text)) is no \(type)") }
    return opaque(value)
  }
}
