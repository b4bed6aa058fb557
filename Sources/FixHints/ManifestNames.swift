import Diagnostics
import ResourceGraph
import Values

/// The words in a rule's example that stand for what the failing resource has.
struct ManifestNames {
  private let subject: FixSubject

  init(_ subject: FixSubject) { self.subject = subject }

  /// The lines with `NAME`, `VARIABLE` and `PORT` replaced; nil where what they stand for is not fit for it.
  func written(into lines: [String]) -> [String]? {
    var result: [String] = []
    for line in lines {
      var line = line
      for (word, value) in [("NAME", name), ("VARIABLE", variable), ("PORT", port)]
      where line.contains(word) && ManifestText.replacing(word, with: "", in: line) != line {
        guard let value else { return nil }
        // As a part of a word it is no scalar of its own.
        line = ManifestText.replacing("\(word)-", with: "\(value)-", in: line)
        line = ManifestText.replacing(word, with: word == "NAME" ? YAMLScalar.text(value) : value, in: line)
      }
      result.append(line)
    }
    return result
  }

  /// Names of objects and services are such (Compose specification, `services`; Kubernetes, object names).
  private var name: String? {
    let name = subject.resource.name
    let isWord = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "-_.".utf8.contains(byte)
    }
    return isWord && !name.isEmpty ? name : nil
  }

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
