import CloudFormation
import Diagnostics
import Documents

/// Finds the templates of nested stacks: paths as `aws cloudformation package` reads them, relative to the template, and
/// nothing outside the folder that was given.
struct NestedTemplates: Sendable {
  private var known: [String: TemplateInput]
  /// The real paths of templates that are parts of others.
  private(set) var used: Set<String> = []

  init(known: [(path: String, input: TemplateInput)]) {
    self.known = Dictionary(known.map { ($0.path, $0.input) }) { first, _ in first }
  }

  /// The templates that a template names, and those that they name, each once; what functions make of names is left out.
  mutating func all(below input: TemplateInput, boundary: String) throws(Diagnostic) -> [TemplateInput] {
    var found = [input]
    var names: Set<String> = []
    var next = 0
    while next < found.count {
      let parent = found[next]
      next += 1
      for url in parent.template.nestedTemplateURLs {
        guard let nested = try template(url, beside: parent.name, boundary: boundary),
          names.insert(nested.name).inserted
        else { continue }
        found.append(nested)
      }
    }
    return Array(found.dropFirst())
  }

  /// The template at a path, nil for one that is elsewhere.
  mutating func template(_ url: String, beside parent: String, boundary: String) throws(Diagnostic) -> TemplateInput? {
    guard !url.contains("://"), !url.hasPrefix("/"), parent != "-" else { return nil }
    let folder = parent.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let prefix = folder.isEmpty ? (parent.hasPrefix("/") ? "/" : "") : "\(folder)/"
    let path = prefix + (url.hasPrefix("./") ? String(url.dropFirst(2)) : url)
    guard let real = TemplateSet.realPath(path), real.hasPrefix(boundary == "/" ? "/" : "\(boundary)/"),
      !isDirectory(real)
    else { return nil }
    used.insert(real)
    if let input = known[real] { return input }
    let raw = try readInput(path)
    let document = InputDocument(name: path, bytes: raw.bytes, sha256: hexDigest(raw.bytes))
    guard let input = try TemplateSet.read(document) else {
      throw Diagnostic(
        .error, "is no CloudFormation template, though a nested stack names it", at: SourceLocation(file: path))
    }
    known[real] = input
    return input
  }
}
