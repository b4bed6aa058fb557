import Documents
import Rules

/// Writes scalars as YAML 1.2 reads them back.
enum YAMLText {
  /// A text, in quotes unless it is a plain word that YAML takes for nothing else.
  static func scalar(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
        || "-_./".utf8.contains(byte)
    }
    let words: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    let startsWithLetter = text.first.map { $0.isLetter && $0.isASCII || $0 == "." && text.contains("/") } ?? false
    guard isPlain, startsWithLetter, !words.contains(text.lowercased()) else { return quoted(text) }
    return text
  }

  /// A text in double quotes; JSON's escapes are YAML's too.
  static func quoted(_ text: String) -> String {
    var writer = JSONWriter()
    writer.value(text)
    return writer.text
  }

  static func value(_ value: ParameterValue) -> String {
    switch value {
    case .bool(let truth): truth ? "true" : "false"
    case .int(let number): String(number)
    case .double(let number): "\(number)"
    case .string(let text): scalar(text)
    case .list(let items): "[\(items.map { self.value($0) }.joined(separator: ", "))]"
    }
  }
}
