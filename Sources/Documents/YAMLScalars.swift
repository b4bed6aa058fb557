import Values

/// How a plain (unquoted) scalar is read.
public enum YAMLSchema: Sendable {
  /// YAML 1.2's core schema: what this project's own files use.
  case core
  /// YAML 1.1 as Kubernetes and CloudFormation read it: `yes`, `on` and `off` are booleans, `0123` is octal,
  /// `1_000` is a number.
  case version11
}

/// The value of a plain scalar (YAML 1.2, 10.3.2; YAML 1.1 type repository: bool, int, float, null).
func plainScalar(_ text: String, _ schema: YAMLSchema) -> ValueNode? {
  switch text {
  case "", "~", "null", "Null", "NULL": return .null
  case "true", "True", "TRUE": return .bool(true)
  case "false", "False", "FALSE": return .bool(false)
  case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .double(.infinity)
  case "-.inf", "-.Inf", "-.INF": return .double(-.infinity)
  case ".nan", ".NaN", ".NAN": return .double(.nan)
  default: break
  }
  if schema == .version11 {
    switch text {
    case "yes", "Yes", "YES", "on", "On", "ON", "y", "Y": return .bool(true)
    case "no", "No", "NO", "off", "Off", "OFF", "n", "N": return .bool(false)
    default: break
    }
  }
  guard let first = text.utf8.first, isNumberStart(first) else { return nil }
  return integer(text, schema).map(ValueNode.int) ?? float(text, schema).map(ValueNode.double)
}

private func isNumberStart(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
}

private func integer(_ text: String, _ schema: YAMLSchema) -> Int64? {
  var digits = Substring(text)
  if schema == .version11 { digits = Substring(digits.filter { $0 != "_" }) }
  let negative = digits.first == "-"
  if negative || digits.first == "+" { digits = digits.dropFirst() }
  guard let first = digits.utf8.first, (0x30...0x39).contains(first) else { return nil }
  let (body, radix): (Substring, Int) =
    if digits.hasPrefix("0x") { (digits.dropFirst(2), 16) } else if digits.hasPrefix("0o") {
      (digits.dropFirst(2), 8)
    } else if schema == .version11, digits.hasPrefix("0b") {
      (digits.dropFirst(2), 2)
    } else if schema == .version11, digits.count > 1, digits.hasPrefix("0") { (digits.dropFirst(), 8) } else {
      (digits, 10)
    }
  guard let head = body.first, head != "-", head != "+" else { return nil }
  return Int64((negative ? "-" : "") + body, radix: radix)
}

private func float(_ text: String, _ schema: YAMLSchema) -> Double? {
  let body = schema == .version11 ? text.filter { $0 != "_" } : text
  let allowed = body.utf8.allSatisfy { isNumberStart($0) || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
  guard allowed, body.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return nil }
  return Double(body)
}
