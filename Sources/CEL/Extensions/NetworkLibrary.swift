/// IP addresses and prefixes: `ip('10.0.0.1')`, `cidr('10.0.0.0/8').containsIP('10.0.0.1')` (the network library of
/// the specification's suite and of Kubernetes).
extension FunctionLibrary {
  private static let ipType = CELType.abstract("net.IP", [])
  private static let cidrType = CELType.abstract("net.CIDR", [])

  public static let network = FunctionLibrary(
    name: "network", functions: addresses + prefixes,
    constants: ["net.IP": .type("net.IP"), "net.CIDR": .type("net.CIDR")])

  private static let addresses: [Function] = [
    Function(
      "ip", [Signature([.string], ipType), Signature([ipType], ipType)],
      .unary { context, value in
        if case .ip? = context.opaqueValue(value) { return value }
        guard let text = context.string(of: value) else { return context.noSuchOverload("ip", value) }
        return context.opaque(type: "net.IP", text: text)
      }),
    Function(
      "ip", [Signature(isMethod: true, [cidrType], ipType)],
      .unary { context, value in
        guard case .cidr(let prefix)? = context.opaqueValue(value) else { return context.noSuchOverload("ip", value) }
        return context.opaque(.ip(prefix.address))
      }),
    Function(
      "isIP", [Signature([.string], .bool)],
      .unary { context, value in
        guard let text = context.string(of: value) else { return context.noSuchOverload("isIP", value) }
        return .bool(IPAddress(text) != nil)
      }),
    Function(
      "ip.isCanonical", [Signature([.string], .bool)],
      .unary { context, value in
        guard let text = context.string(of: value) else { return context.noSuchOverload("ip.isCanonical", value) }
        guard let address = IPAddress(text) else { return context.opaque(type: "net.IP", text: text) }
        return .bool(address.text == text)
      }),
    Function(
      "string", [Signature([ipType], .string), Signature([cidrType], .string)],
      .unary { context, value in
        context.string(context.display(value))
      }),
    Function(
      "family", [Signature(isMethod: true, [ipType], .int)],
      .unary { context, value in
        guard case .ip(let address)? = context.opaqueValue(value) else {
          return context.noSuchOverload("family", value)
        }
        return .int(Int(address.version))
      }),
    property("isUnspecified", \.isUnspecified), property("isLoopback", \.isLoopback),
    property("isGlobalUnicast", \.isGlobalUnicast), property("isLinkLocalMulticast", \.isLinkLocalMulticast),
    property("isLinkLocalUnicast", \.isLinkLocalUnicast),
  ]

  private static func property(_ name: String, _ path: any KeyPath<IPAddress, Bool> & Sendable) -> Function {
    Function(
      name, [Signature(isMethod: true, [ipType], .bool)],
      .unary { context, value in
        guard case .ip(let address)? = context.opaqueValue(value) else { return context.noSuchOverload(name, value) }
        return .bool(address[keyPath: path])
      })
  }

  private static let prefixes: [Function] = [
    Function(
      "cidr", [Signature([.string], cidrType), Signature([cidrType], cidrType)],
      .unary { context, value in
        if case .cidr? = context.opaqueValue(value) { return value }
        guard let text = context.string(of: value) else { return context.noSuchOverload("cidr", value) }
        return context.opaque(type: "net.CIDR", text: text)
      }),
    Function(
      "isCIDR", [Signature([.string], .bool)],
      .unary { context, value in
        guard let text = context.string(of: value) else { return context.noSuchOverload("isCIDR", value) }
        return .bool(IPPrefix(text) != nil)
      }),
    Function(
      "containsIP", [.string, ipType].map { Signature(isMethod: true, [cidrType, $0], .bool) },
      .binary { context, prefix, address in context.contains(prefix, ip: address) }),
    Function(
      "containsCIDR", [.string, cidrType].map { Signature(isMethod: true, [cidrType, $0], .bool) },
      .binary { context, prefix, other in context.contains(prefix, cidr: other) }),
    Function(
      "prefixLength", [Signature(isMethod: true, [cidrType], .int)],
      .unary { context, value in
        guard case .cidr(let prefix)? = context.opaqueValue(value) else {
          return context.noSuchOverload("prefixLength", value)
        }
        return .int(prefix.length)
      }),
    Function(
      "masked", [Signature(isMethod: true, [cidrType], cidrType)],
      .unary { context, value in
        guard case .cidr(let prefix)? = context.opaqueValue(value) else {
          return context.noSuchOverload("masked", value)
        }
        return context.opaque(.cidr(IPPrefix(address: prefix.address.masked(prefix.length), length: prefix.length)))
      }),
  ]
}

extension EvaluationContext {
  fileprivate mutating func contains(_ prefix: CELValue, ip: CELValue) -> CELValue {
    var wanted = ip
    if let text = string(of: ip) {
      wanted = opaque(type: "net.IP", text: text)
      if wanted.tag == .error { return wanted }
    }
    guard case .cidr(let outer)? = opaqueValue(prefix), case .ip(let address)? = opaqueValue(wanted) else {
      return noSuchOverload("containsIP", prefix, ip)
    }
    return .bool(outer.contains(address))
  }

  fileprivate mutating func contains(_ prefix: CELValue, cidr: CELValue) -> CELValue {
    var wanted = cidr
    if let text = string(of: cidr) {
      wanted = opaque(type: "net.CIDR", text: text)
      if wanted.tag == .error { return wanted }
    }
    guard case .cidr(let outer)? = opaqueValue(prefix), case .cidr(let inner)? = opaqueValue(wanted) else {
      return noSuchOverload("containsCIDR", prefix, cidr)
    }
    return .bool(outer.contains(inner))
  }
}
