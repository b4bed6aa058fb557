/// Tells a credential that is written down from what only stands in its place.
enum ValueShape {
  private static let words: Set<String> = [
    "true", "false", "yes", "no", "on", "off", "none", "null", "nil", "enabled", "disabled", "required", "optional",
    "default", "auto", "automatic", "basic", "bearer", "jwt", "oauth", "oauth2", "oidc", "saml", "iam", "aws", "vault",
    "rotate", "set", "delete", "static", "dynamic", "password", "secret", "token", "private", "public", "opaque",
    "string", "securestring", "file", "environment", "external", "generated", "random", "managed", "self", "shared",
  ]
  private static let placeholders = [
    "changeme", "change_me", "change-me", "replaceme", "replace_me", "replace-me", "todo", "fixme", "placeholder",
    "your_", "your-", "yourpassword", "redacted", "dummy", "xxxx", "****", "....", "____", "insert", "to_be_", "tbd",
    "notset", "not-set", "not_set", "unset", "n/a", "sensitive", "masked", "hidden",
  ]
  /// How values begin that lead to a credential instead of being one.
  private static let references = [
    "arn:", "ref+", "vault:", "ssm:", "secretsmanager:", "secretref", "valuefrom", "op://", "sops:", "awssm:", "gcp:",
    "projects/", "keyvault", "@microsoft.keyvault", "env:", "env.", "file:", "data.", "var.", "local.", "module.",
    "random_password.", "aws_", "!ref", "!sub", "fn::", "process.env", "os.environ", "enc[", "enc:", "{cipher}",
    "kms:", "alias/", "secrets.", "secret/", "/", "./", "../", "~/", "c:\\", "<", "[", "(", "%(", "@@", "##",
  ]

  /// Whether a text is itself a credential, as far as its shape says.
  ///
  /// - Parameter isPassword: passwords can be short words; keys and tokens cannot.
  static func isLiteral(_ text: UnsafeBufferPointer<UInt8>, isPassword: Bool) -> Bool {
    guard text.count >= (isPassword ? 4 : 8), text.count <= 4_096 else { return false }
    // Variables of any language: `$NAME`, `${…}`, `{{…}}`, `%NAME%`, `$(…)`, `#{…}`.
    for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "$"):
        if index == 0 || index + 1 < text.count && "{(".utf8.contains(text[index + 1]) { return false }
      case UInt8(ascii: "{"): if index + 1 < text.count, text[index + 1] == byte { return false }
      case UInt8(ascii: "#"): if index + 1 < text.count, text[index + 1] == UInt8(ascii: "{") { return false }
      case 0x0A, 0x0D, 0x09: return false
      default: continue
      }
    }
    if text.first == UInt8(ascii: "%"), text.last == UInt8(ascii: "%") { return false }
    let lowered = String(decoding: text, as: UTF8.self).lowercased()
    guard isPassword && lowered == "password" || !words.contains(lowered),
      !references.contains(where: { lowered.hasPrefix($0) }),
      !placeholders.contains(where: { lowered.contains($0) }), !lowered.contains("://")
    else { return false }
    guard Set(text).count > 2 else { return false }
    return isPassword ? !lowered.contains(" ") || text.count < 40 : isRandom(text)
  }

  /// Whether a text looks as if a machine had drawn it: letters and digits mixed, no words in a row.
  private static func isRandom(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var (lower, upper, digit) = (0, 0, 0)
    for byte in text {
      switch byte {
      case 0x61...0x7A: lower += 1
      case 0x41...0x5A: upper += 1
      case 0x30...0x39: digit += 1
      case UInt8(ascii: " "), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\""): return false
      default: continue
      }
    }
    // Names are words with separators: `payments-db-token`, `api.token.v1`.
    guard digit > 0 && lower + upper > 0 || lower > 2 && upper > 2 else { return false }
    if digit * 8 < text.count, upper * 8 < text.count { return false }
    return entropy(text) > (text.count >= 20 ? 3.0 : 2.5)
  }

  /// Shannon's entropy in bits a byte.
  static func entropy(_ text: UnsafeBufferPointer<UInt8>) -> Double {
    var counts = [Int](repeating: 0, count: 256)
    for byte in text { counts[Int(byte)] += 1 }
    let total = Double(text.count)
    return counts.reduce(0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / total
      return sum - share * logarithm(share)
    }
  }

  /// The binary logarithm, near enough for shares: `log2(x) = exponent + log2(significand)` by a short series.
  private static func logarithm(_ value: Double) -> Double {
    let fraction = (value.significand - 1) / (value.significand + 1)
    let square = fraction * fraction
    let series = fraction * (1 + square * (1 / 3 + square * (1 / 5 + square * (1 / 7 + square / 9))))
    return Double(value.exponent) + 2 * series / 0.693_147_180_559_945_3
  }
}
