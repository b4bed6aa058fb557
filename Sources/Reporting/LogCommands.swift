/// The commands that CI systems obey when they stand in a log: `::name::` at the beginning of a line (GitHub Actions),
/// `##vso[name]` and `##[name]` anywhere (Azure Pipelines, GitHub Actions), `##teamcity[name]`. An address or a name that
/// looks like one must not become one.
public enum LogCommands {
  /// A text with such commands taken apart so that they are still read as what they are.
  public static func defused(_ bytes: [UInt8]) -> [UInt8] {
    let number = UInt8(ascii: "#")
    let colon = UInt8(ascii: ":")
    var result: [UInt8] = []
    var copied = 0
    var isAtStart = true
    for (index, byte) in bytes.enumerated() {
      defer {
        if byte == 0x0A { isAtStart = true } else if byte != 0x20 && byte != 0x09 { isAtStart = false }
      }
      guard byte == number || byte == colon && isAtStart, index + 1 < bytes.count, bytes[index + 1] == byte,
        byte == number ? opensBracket(bytes, after: index + 2) : closesName(bytes, after: index + 2)
      else { continue }
      result += bytes[copied...index]
      // A zero-width character between the two.
      result += [0xE2, 0x80, 0x8B]
      copied = index + 1
    }
    return copied == 0 ? bytes : result + bytes[copied...]
  }

  public static func defused(_ text: String) -> String {
    String(decoding: defused(Array(text.utf8)), as: UTF8.self)
  }

  /// `name[`, or `[`.
  private static func opensBracket(_ bytes: [UInt8], after start: Int) -> Bool {
    let rest = bytes[start...].prefix { (0x61...0x7A).contains($0 | 0x20) }
    return rest.endIndex < bytes.endIndex && bytes[rest.endIndex] == UInt8(ascii: "[")
  }

  /// A second `::` on the line.
  private static func closesName(_ bytes: [UInt8], after start: Int) -> Bool {
    let line = bytes[start...].prefix { $0 != 0x0A }
    return zip(line, line.dropFirst()).contains { $0 == UInt8(ascii: ":") && $1 == UInt8(ascii: ":") }
  }
}
