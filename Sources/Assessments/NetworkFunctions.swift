import CEL
import Values

/// Functions about security-group rules.
enum NetworkFunctions {
  static var functions: [Function] { [isInternet, portsInclude] }

  /// Whether prefixes together span the Internet.
  private static var isInternet: Function {
    Function(
      "isInternet", Signature([.list(.dyn)], .bool), isStrict: false, isPure: true,
      unary: {
        context, list throws(EvaluationError) in
        if list.isUnknown { return list }
        guard list.isList else { throw EvaluationError(.noSuchOverload, "isInternet takes a list of prefixes") }
        var prefixes = PrefixUnion()
        var unknown: CELValue?
        for index in 0..<context.count(list) {
          let element = context.certainElement(list, index)
          if element.isUnknown { unknown = element }
          // Providers write an address that is not set as null or as an empty text.
          guard let text = context.string(of: element), !text.isEmpty else { continue }
          if !prefixes.insert(text) {
            unknown = context.unknown(
              UnknownReason(.notUnderstood, "a text that is no CIDR prefix"), node: element.node)
          }
        }
        if prefixes.spansInternet { return .bool(true) }
        return unknown ?? .bool(false)
      })
  }

  /// Whether a rule's protocol and port range admit one of the TCP or UDP ports.
  ///
  /// Protocols as EC2 has them: -1 and `all` mean every protocol, and then the ports do not count; numbers are IANA's.
  private static var portsInclude: Function {
    Function(
      "portsInclude", Signature([.dyn, .dyn, .dyn, .list(.dyn)], .bool), isStrict: false, isPure: true,
      quaternary: { context, kind, from, to, ports in
        if kind.isUnknown {
          let isMissed = !mayBeAllPorts(from, to) && rangeMisses(from, to, ports, &context)
          return isMissed ? .bool(false) : kind
        }
        switch protocolKind(kind, context) {
        case .all: return .bool(true)
        case .other: return .bool(false)
        case .withPorts: break
        }
        if let first = integer(from), let last = integer(to) {
          return .bool(context.holdsInteger(ports) { first <= $0 && $0 <= last })
        }
        if rangeMisses(from, to, ports, &context) { return .bool(false) }
        if from.isUnknown { return from }
        return to.isUnknown ? to : .bool(true)
      })
  }

  private enum ProtocolKind {
    case all, withPorts, other
  }

  private static func protocolKind(_ value: CELValue, _ context: borrowing EvaluationContext) -> ProtocolKind {
    if let number = value.intValue { return number == -1 ? .all : number == 6 || number == 17 ? .withPorts : .other }
    guard let text = context.shortLowercased(value) else { return .other }
    switch text {
    case "-1", "all": return .all
    case "tcp", "udp", "6", "17": return .withPorts
    default: return .other
    }
  }

  /// Whether a range may be what is written beside the protocol -1: the provider demands 0 to 0 there, or nothing
  /// (registry.terraform.io, aws_security_group and aws_network_acl: kind).
  private static func mayBeAllPorts(_ from: CELValue, _ to: CELValue) -> Bool {
    [from, to].allSatisfy { integer($0).map { (-1...0).contains($0) } ?? true }
  }

  /// Whether what is known of a range excludes all ports.
  private static func rangeMisses(
    _ from: CELValue, _ to: CELValue, _ ports: CELValue, _ context: inout EvaluationContext
  ) -> Bool {
    if let from = integer(from), !context.holdsInteger(ports, where: { $0 >= from }) { return true }
    if let to = integer(to), !context.holdsInteger(ports, where: { $0 <= to }) {
      return !(integer(from) ?? 0 < 0 || to < 0)
    }
    return false
  }

  private static func integer(_ value: CELValue) -> Int64? {
    value.intValue ?? value.doubleValue.flatMap { Int64(exactly: $0) }
  }
}

/// A union of IPv4 and IPv6 prefixes, merged where two halves are there.
struct PrefixUnion {
  private struct Prefix: Hashable {
    let high: UInt64
    let low: UInt64
    let length: Int
    let isIPv6: Bool
  }

  private var prefixes: Set<Prefix> = []

  /// - Returns: false if the text is no prefix.
  mutating func insert(_ text: String) -> Bool {
    guard var prefix = Self.parse(text) else { return false }
    while prefix.length > 0 {
      if covered(prefix) { return true }
      guard prefixes.remove(Self.sibling(prefix)) != nil else { break }
      prefix = Self.parent(prefix)
    }
    prefixes.insert(prefix)
    return true
  }

  /// A block of IPv4 shorter than /8 or of IPv6 shorter than /16 that is not private space: nobody's own network.
  var spansInternet: Bool {
    prefixes.contains { prefix in
      guard prefix.isIPv6 else { return prefix.length < 8 }
      let isLocal = prefix.length >= 7 && prefix.high >> 57 == 0xFC >> 1
      return prefix.length < 16 && !isLocal
    }
  }

  private func covered(_ prefix: Prefix) -> Bool {
    var wider = prefix
    while wider.length > 0 {
      if prefixes.contains(wider) { return true }
      wider = Self.parent(wider)
    }
    return prefixes.contains(wider)
  }

  private static func parent(_ prefix: Prefix) -> Prefix {
    masked(prefix.high, prefix.low, prefix.length - 1, prefix.isIPv6)
  }

  private static func sibling(_ prefix: Prefix) -> Prefix {
    let bit = prefix.length - 1
    let high = bit < 64 ? prefix.high ^ (1 << (63 - bit)) : prefix.high
    let low = bit >= 64 ? prefix.low ^ (1 << (127 - bit)) : prefix.low
    return Prefix(high: high, low: low, length: prefix.length, isIPv6: prefix.isIPv6)
  }

  private static func masked(_ high: UInt64, _ low: UInt64, _ length: Int, _ isIPv6: Bool) -> Prefix {
    let highMask: UInt64 = length >= 64 ? .max : length == 0 ? 0 : .max << (64 - length)
    let lowMask: UInt64 = length <= 64 ? 0 : length == 128 ? .max : .max << (128 - length)
    return Prefix(high: high & highMask, low: low & lowMask, length: length, isIPv6: isIPv6)
  }

  private static func parse(_ text: String) -> Prefix? {
    if let prefix = plainIPv4(text.utf8) { return prefix }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = parts.first else { return nil }
    if address.contains(":") {
      guard let groups = ipv6(address), let length = parts.count == 2 ? Int(parts[1]) : 128, (0...128).contains(length)
      else { return nil }
      return masked(groups.high, groups.low, length, true)
    }
    let octets = address.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard octets.count == 4, let length = parts.count == 2 ? Int(parts[1]) : 32, (0...32).contains(length) else {
      return nil
    }
    var bits: UInt64 = 0
    for octet in octets {
      guard let octet else { return nil }
      bits = bits << 8 | UInt64(octet)
    }
    return masked(bits << 32, 0, length, false)
  }

  /// The usual way to write one, `10.0.0.0/8`, in one pass; nil for every other.
  private static func plainIPv4(_ text: String.UTF8View) -> Prefix? {
    var bits: UInt64 = 0
    var octets = 0
    var number: Int?
    for byte in text {
      if (0x30...0x39).contains(byte) {
        guard number ?? 0 < 100 else { return nil }
        number = (number ?? 0) * 10 + Int(byte - 0x30)
        continue
      }
      guard octets < 4, let octet = number, octet < 256, byte == (octets < 3 ? UInt8(ascii: ".") : UInt8(ascii: "/"))
      else { return nil }
      bits = bits << 8 | UInt64(octet)
      octets += 1
      number = nil
    }
    guard octets == 4, let length = number, length <= 32 else { return nil }
    return masked(bits << 32, 0, length, false)
  }

  private static func ipv6(_ text: Substring) -> (high: UInt64, low: UInt64)? {
    var halves: [[UInt16]] = [[]]
    let pieces = text.split(separator: ":", omittingEmptySubsequences: false)
    var index = 0
    while index < pieces.count {
      if pieces[index].isEmpty {
        let atStart = index == 0
        if atStart, pieces.count > 1, !pieces[1].isEmpty { return nil }
        if index == pieces.count - 1, halves.count == 1 { return nil }
        if index < pieces.count - 1 || atStart, halves.count == 1 { halves.append([]) }
        index += atStart ? 2 : 1
        if atStart, index < pieces.count, pieces[index].isEmpty { index += 1 }
        continue
      }
      guard let group = UInt16(pieces[index], radix: 16), pieces[index].count <= 4 else { return nil }
      halves[halves.count - 1].append(group)
      index += 1
    }
    let groups: [UInt16]
    if halves.count == 2 {
      let missing = 8 - halves[0].count - halves[1].count
      guard missing >= 1 else { return nil }
      groups = halves[0] + [UInt16](repeating: 0, count: missing) + halves[1]
    } else {
      groups = halves[0]
    }
    guard groups.count == 8 else { return nil }
    let high = groups[..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    let low = groups[4...].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    return (high, low)
  }
}
