/// Strings as YAML has them.
enum YAMLScalar {
  private static let words: Set<String> = [
    "null", "true", "false", "yes", "no", "on", "off", "y", "n", "",
  ]

  /// A string as YAML has it: plain where it can be nothing else, else in quotes with the escapes of JSON, which are
  /// YAML's too (YAML 1.2.2, section 5.7).
  static func text(_ text: String) -> String {
    let isPlain =
      text.utf8.first.map { (0x61...0x7A).contains($0 | 0x20) } ?? false && !words.contains(text.lowercased())
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "-_./".utf8.contains(byte)
      }
    if isPlain { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _
      where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        || scalar.properties.generalCategory == .format || scalar.properties.generalCategory == .lineSeparator
        || scalar.properties.generalCategory == .paragraphSeparator:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
