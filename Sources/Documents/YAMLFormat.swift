/// What a YAML text seems to be for, judged by the names at its left edge: the schema of its scalars depends on it.
public enum YAMLFormat: Sendable, Equatable {
  case manifests
  /// A CloudFormation or SAM template.
  case template
  case compose

  /// - Returns: nil for a text that has none of the names by which the formats are known.
  public static func guess(_ bytes: [UInt8]) -> YAMLFormat? {
    var offset = 0
    var found: Set<String> = []
    // A file is told by its first members; comments and licences may come before them.
    var lines = 0
    while offset < bytes.count, lines < 5_000 {
      let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
      if let name = leftmostName(bytes[offset..<end]) {
        switch name {
        case "apiVersion", "kind": return .manifests
        case "AWSTemplateFormatVersion", "Transform": return .template
        default: found.insert(name)
        }
      }
      offset = end + 1
      lines += 1
    }
    if found.contains("Resources") { return .template }
    return found.contains("services") ? .compose : nil
  }

  /// The name of a mapping's member that begins a line, quoted or not.
  private static func leftmostName(_ line: ArraySlice<UInt8>) -> String? {
    guard let first = line.first, first != 0x20, first != UInt8(ascii: "#"), first != UInt8(ascii: "-"),
      let colon = line.firstIndex(of: UInt8(ascii: ":")), colon - line.startIndex <= 40
    else { return nil }
    let quotes = [UInt8(ascii: "\""), UInt8(ascii: "'")]
    return String(decoding: line[..<colon].filter { !quotes.contains($0) && $0 != 0x20 }, as: UTF8.self)
  }
}
