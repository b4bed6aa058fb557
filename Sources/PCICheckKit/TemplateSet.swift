import Assessments
import CloudFormation
import Diagnostics
import Documents
import Glibc
import ResourceGraph
import Rules
import Values

/// The CloudFormation templates of a run. They are added to the graph together: a template that another one names as its
/// nested stack is a part of that one, with the parameters that it is given there.
struct TemplateSet: Sendable {
  /// The folder that is being read; nil while single files are.
  var folder: String?
  private var found: [Entry] = []

  private struct Entry: Sendable {
    let input: TemplateInput
    /// The folder that nested templates may be taken from, as its real path.
    let boundary: String
    let realPath: String?
    /// The text, where it has comments that are waivers.
    let commented: InputDocument?
  }

  var isEmpty: Bool { found.isEmpty }

  /// Takes a document if it is a template.
  ///
  /// - Returns: whether it is one.
  /// - Throws: a diagnostic for a template that cannot be read.
  mutating func add(_ document: InputDocument) throws(Diagnostic) -> Bool {
    guard let input = try Self.read(document) else { return false }
    let parent = document.name.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let base = folder ?? (parent.isEmpty ? (document.name.hasPrefix("/") ? "/" : ".") : parent)
    found.append(
      Entry(
        input: input, boundary: Self.realPath(base) ?? base,
        realPath: document.name == "-" ? nil : Self.realPath(document.name),
        commented: document.bytes.contains("pcicheck:ignore") ? document : nil))
    return true
  }

  /// What was learnt of the templates while they were added.
  struct Added {
    /// What CloudFormation does with properties that nobody set, by Terraform type.
    let defaults: [String: [ProviderDefault]]
    var notes: [Diagnostic] = []
    var suppressions: [WaiverEntry] = []
  }

  /// Adds the templates to the graph.
  func add(
    to builder: inout ResourceGraphBuilder, library: PolicyLibrary?, parameters: InputDocument?
  ) throws(Diagnostic) -> Added {
    var nested = NestedTemplates(known: found.compactMap { entry in entry.realPath.map { ($0, entry.input) } })
    var inputs = found.map(\.input)
    for entry in found { inputs += try nested.all(below: entry.input, boundary: entry.boundary) }
    let vocabulary = try TemplateVocabulary(library, types: inputs.reduce(into: []) { $0.formUnion($1.types) })
    let file = try parameters.map { (document) throws(Diagnostic) in try ParameterFile(document) }
    var result = Added(defaults: vocabulary.defaults)
    for entry in try roots(parts: nested.used) {
      let reader = nested
      let first = builder.resources.count
      try TemplateLoader(vocabulary: vocabulary.vocabulary, parameters: file) { (url, parent) throws(Diagnostic) in
        var reader = reader
        return try reader.template(url, beside: parent, boundary: entry.boundary)
      }.add(entry.input, to: &builder)
      if let document = entry.commented {
        let own = builder.resources[first...].filter(\.module.isEmpty)
        result.suppressions += YAMLSuppressions.entries(document, own[...])
      }
    }
    if let file, let parameters {
      for name in file.unused(among: inputs.map(\.template)) {
        result.notes.append(
          Diagnostic(
            .warning, "`\(safeText(name, limit: 100))` is no parameter of the templates",
            at: SourceLocation(file: parameters.name)))
      }
    }
    return result
  }

  /// The templates that are no parts of others. Those that are parts of each other only are taken as they come, so that
  /// their circle is found.
  private func roots(parts: Set<String>) throws(Diagnostic) -> [Entry] {
    func isPart(_ entry: Entry) -> Bool { entry.realPath.map { parts.contains($0) } ?? false }
    var reached = NestedTemplates(known: found.compactMap { entry in entry.realPath.map { ($0, entry.input) } })
    for entry in found where !isPart(entry) { _ = try reached.all(below: entry.input, boundary: entry.boundary) }
    let used = reached.used
    return found.filter { entry in !isPart(entry) || entry.realPath.map { !used.contains($0) } ?? true }
  }

  /// Reads a document as a template; nil if it is none.
  ///
  /// JSON is read as YAML, which has it as a subset: so every value has its line and column. What YAML refuses (tabs as
  /// indentation, pairs of escaped surrogates) is read as JSON, without them.
  static func read(_ document: InputDocument) throws(Diagnostic) -> TemplateInput? {
    guard looksLikeTemplate(document.bytes) else { return nil }
    var builder = ValueArenaBuilder(recordsPositions: true)
    let isJSON = detectSyntax(document.bytes) == .json
    let roots: [NodeID]
    do throws(Diagnostic) {
      roots = try YAMLReader.read(
        document, schema: .cloudFormation, shortTags: TemplateInput.shortTags, into: &builder)
    } catch {
      guard isJSON else { throw error }
      builder = ValueArenaBuilder()
      roots = [try JSONReader.read(document, into: &builder)]
    }
    guard roots.count == 1, let root = roots.first, Template.isTemplate(root, in: builder.arena) else { return nil }
    return TemplateInput(
      template: try Template(root, in: builder.arena, file: document.name), name: document.name,
      sha256: document.sha256)
  }

  /// A look at the text, so that manifests and plans are not read twice. Every large plan passes here: it is known by its
  /// first member.
  private static func looksLikeTemplate(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(1 << 16)
    if bytes.prefix(1 << 8).contains("\"format_version\"") { return false }
    if head.contains("AWSTemplateFormatVersion") { return true }
    return !head.contains("\"format_version\"") && bytes.contains("Resources") && bytes.contains("AWS::")
  }

  static func realPath(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }
}
