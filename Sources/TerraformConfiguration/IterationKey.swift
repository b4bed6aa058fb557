/// Which of the instances that `count` or `for_each` make.
public enum IterationKey: Hashable, Comparable, Sendable {
  /// Of `count`.
  case index(Int)
  /// Of `for_each`.
  case key(String)

  /// The key as Terraform writes it in addresses: `[0]` or `["key"]`, in the escapes of a quoted template.
  public var text: String {
    switch self {
    case .index(let index): "[\(index)]"
    case .key(let key): "[\(Self.quote(key))]"
    }
  }

  private static func quote(_ key: String) -> String {
    var text = "\""
    let scalars = Array(key.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "$", "%":
        text.unicodeScalars.append(scalar)
        if index + 1 < scalars.count, scalars[index + 1] == "{" { text.unicodeScalars.append(scalar) }
      default: text += isPrintable(scalar) ? String(scalar) : escape(scalar)
      }
    }
    return text + "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    scalar.value < 0x10000 ? "\\u" + hexadecimal(scalar.value, digits: 4) : "\\U" + hexadecimal(scalar.value, digits: 8)
  }
}

/// Whether Go prints a scalar as it is: letters, marks, numbers, punctuation, symbols, and the ASCII space.
func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
  case .spaceSeparator: scalar == " "
  default: true
  }
}

func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
