import Diagnostics
import ResourceGraph
import Values

/// The words in a rule's example that stand for what the failing resource has.
struct ManifestNames {
  private let subject: FixSubject

  init(_ subject: FixSubject) { self.subject = subject }

  /// The lines with `NAME`, `VARIABLE` and `PORT` replaced; nil where what they stand for is no plain word.
  func written(into lines: [String]) -> [String]? {
    let text = lines.joined(separator: "\n")
    var lines = lines
    for (word, value) in [("NAME", name), ("VARIABLE", variable), ("PORT", port)] where text.contains(word) {
      let replaced = lines.map { ManifestText.replacing(word, with: value ?? word, in: $0) }
      if value == nil, lines != lines.map({ ManifestText.replacing(word, with: "", in: $0) }) { return nil }
      lines = replaced
    }
    return lines
  }

  private var name: String? { plain(subject.resource.name) }

  /// The variable that the verdict rests on.
  private var variable: String? {
    for list in ["environment", "build.args"] {
      guard let element = subject.readElement(of: list), let name = arena.string(element, "name") else { continue }
      return plain(name)
    }
    return nil
  }

  /// The port in the container of the entry that the verdict rests on.
  private var port: String? {
    guard let element = subject.readElement(of: "ports"), let node = arena.member(element, "target") else { return nil }
    let target = arena.resolved(node)
    guard !arena[target].flags.contains(.sensitive) else { return nil }
    if arena[target].kind == .int { return UInt16(exactly: arena[target].intValue).map(String.init) }
    return arena.string(target).flatMap { UInt16($0) }.map(String.init)
  }

  private var arena: ValueArena { subject.graph.arena }

  /// Letters, digits and what joins them, beginning with a letter and nothing that YAML takes for something else.
  private func plain(_ text: String) -> String? {
    YAMLScalar.text(text) == text && !text.utf8.contains(UInt8(ascii: "/")) ? text : nil
  }
}
