/// Absolute URLs and paths (Kubernetes' URL library).
extension FunctionLibrary {
  private static let urlType = CELType.abstract("net.URL", [])

  public static let url = FunctionLibrary(
    name: "url",
    functions: [
      Function(
        "url", [Signature([.string], urlType)],
        .unary { context, value in
          guard let text = context.string(of: value) else { return context.noSuchOverload("url", value) }
          return context.opaque(type: "net.URL", text: text)
        }),
      Function(
        "isURL", [Signature([.string], .bool)],
        .unary { context, value in
          guard let text = context.string(of: value) else { return context.noSuchOverload("isURL", value) }
          return .bool(URLParts(text) != nil)
        }),
      part("getScheme", \.scheme), part("getHost", \.host), part("getHostname", \.hostname), part("getPort", \.port),
      part("getEscapedPath", \.path),
      Function(
        "getQuery", [Signature(isMethod: true, [urlType], .map(.string, .list(.string)))],
        .unary { context, value in
          guard case .url(let url)? = context.opaqueValue(value) else {
            return context.noSuchOverload("getQuery", value)
          }
          return context.query(url)
        }),
    ],
    constants: ["net.URL": .type("net.URL")])

  private static func part(_ name: String, _ path: any KeyPath<URLParts, String> & Sendable) -> Function {
    Function(
      name, [Signature(isMethod: true, [urlType], .string)],
      .unary { context, value in
        guard case .url(let url)? = context.opaqueValue(value) else { return context.noSuchOverload(name, value) }
        return context.string(url[keyPath: path])
      })
  }
}

/// The parts of a URL (RFC 3986): absolute, or a path from the root.
struct URLParts: Hashable, Sendable {
  let text: String
  let scheme: String
  /// With the port if there is one.
  let host: String
  let path: String
  let queryText: String

  init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F || $0 >= 0x80 }), !text.isEmpty else { return nil }
    var rest = text.prefix { $0 != "#" }
    if rest.hasPrefix("/") && !rest.hasPrefix("//") {
      scheme = ""
      host = ""
    } else {
      guard let colon = rest.firstIndex(of: ":"), rest[colon...].hasPrefix("://") else { return nil }
      let name = rest[..<colon]
      guard name.utf8.first?.isASCIILetter == true,
        name.utf8.allSatisfy({ $0.isASCIILetter || $0.isDigit || "+-.".utf8.contains($0) })
      else { return nil }
      scheme = name.lowercased()
      rest = rest[rest.index(colon, offsetBy: 3)...]
      let authority = rest.prefix { $0 != "/" && $0 != "?" }
      rest = rest[authority.endIndex...]
      guard let host = Self.host(authority) else { return nil }
      self.host = host
    }
    self.text = text
    let question = rest.firstIndex(of: "?")
    path = String(rest[..<(question ?? rest.endIndex)])
    queryText = question.map { String(rest[rest.index(after: $0)...]) } ?? ""
  }

  private static func host(_ authority: Substring) -> String? {
    let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]"), IPAddress(String(host[host.index(after: host.startIndex)..<end])) != nil
      else { return nil }
    }
    let port = port(host)
    guard port.utf8.allSatisfy(\.isDigit) else { return nil }
    return String(host)
  }

  private static func port(_ host: Substring) -> Substring {
    guard let colon = host.lastIndex(of: ":") else { return "" }
    if let bracket = host.lastIndex(of: "]"), bracket > colon { return "" }
    return host[host.index(after: colon)...]
  }

  var port: String { String(Self.port(host[...])) }

  /// Without the port, and without the brackets of an IPv6 address.
  var hostname: String {
    var name = host[...]
    let port = Self.port(name)
    if !port.isEmpty || name.hasSuffix(":") { name = name.dropLast(port.count + 1) }
    if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
    return String(name)
  }

  /// Names and values of the query, decoded, in order.
  var query: [(name: String, value: String)] {
    queryText.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : "")
    }
  }

  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    let source = Array(text.utf8)
    var index = 0
    while index < source.count {
      if source[index] == UInt8(ascii: "%"), index + 2 < source.count, let high = source[index + 1].hexValue,
        let low = source[index + 2].hexValue
      {
        bytes.append(high << 4 | low)
        index += 3
      } else {
        bytes.append(source[index] == UInt8(ascii: "+") ? 0x20 : source[index])
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension EvaluationContext {
  fileprivate mutating func query(_ url: URLParts) -> CELValue {
    var names: [String] = []
    var values: [String: [String]] = [:]
    for (name, value) in url.query {
      if values[name] == nil { names.append(name) }
      values[name, default: []].append(value)
    }
    var entries: [CELValue] = []
    for name in names {
      let texts = (values[name] ?? []).map { string($0) }
      entries += [string(name), list(texts)]
    }
    return map(entries)
  }
}
