import Assessments
import Diagnostics
import Documents
import ResourceGraph
import TerraformConfiguration

/// Turns the comments `# pcicheck:ignore` of a YAML file into waivers. A comment has a line to itself: above the object,
/// with nothing but comments between, or anywhere in it.
enum YAMLSuppressions {
  /// - Parameter resources: those of the file, with their places.
  static func entries(_ document: InputDocument, _ resources: ArraySlice<Resource>) -> [WaiverEntry] {
    guard document.bytes.contains("pcicheck:ignore") else { return [] }
    let lines = document.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let placed = resources.compactMap { resource in
      resource.origin.position.map { (line: Int($0.line), address: resource.address) }
    }.sorted { ($0.line, $0.address) < ($1.line, $1.address) }
    var entries: [WaiverEntry] = []
    for (index, line) in lines.enumerated() {
      let text = line.drop { $0 == 0x20 || $0 == 0x09 }
      guard text.first == UInt8(ascii: "#"),
        let comment = SuppressionComment(String(decoding: text, as: UTF8.self))
      else { continue }
      let location = SourceLocation(file: document.name, line: index + 1, column: line.count - text.count + 1)
      if comment.rules.isEmpty { entries.append(SourceSuppressions.namesNoRule(location)) }
      let targets = targets(of: index, lines, placed)
      entries += comment.rules.map { rule in
        .suppression(rule: rule, resources: targets, reason: comment.reason, until: comment.until, at: location)
      }
    }
    return entries
  }

  /// The object that begins below the comment, else the one around it.
  private static func targets(
    of comment: Int, _ lines: [ArraySlice<UInt8>], _ placed: [(line: Int, address: String)]
  ) -> [String] {
    var next = comment + 1
    while next < lines.count, isBetweenObjects(lines[next]) { next += 1 }
    // An entry of a Compose file begins below its name.
    let starts = [next + 1, next + 2]
    if let below = placed.first(where: { starts.contains($0.line) && $0.line > comment + 1 }),
      below.line == next + 1 || isName(lines[next])
    {
      return placed.filter { $0.line == below.line }.map(\.address)
    }
    guard let around = placed.last(where: { $0.line <= comment + 1 }) else { return [] }
    return placed.filter { $0.line == around.line }.map(\.address)
  }

  /// Whether a line is blank, a comment or the mark between documents.
  private static func isBetweenObjects(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    return text.isEmpty || text.first == UInt8(ascii: "#") || line.starts(with: "---".utf8)
  }

  /// Whether a line is a name and nothing else.
  private static func isName(_ line: ArraySlice<UInt8>) -> Bool {
    line.last { $0 != 0x20 && $0 != 0x0D } == UInt8(ascii: ":")
  }
}
