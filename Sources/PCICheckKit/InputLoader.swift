import Assessments
import Compose
import Diagnostics
import Dispatch
import Documents
import Kubernetes
import Parallel
import ResourceGraph
import Rules
import TerraformPlan
import Values

/// Reads inputs of any supported format into one resource graph.
public struct InputLoader: Sendable {
  /// The program that shows saved plans; nil looks for `terraform` and then `tofu` on the search path.
  public let terraform: String?
  /// The folder of the configuration that the plans were made from; nil uses what is in saved plans.
  public let source: String?
  /// Knows the blocks of resource types; without it an unknown block is taken for one that the provider fills.
  private let library: PolicyLibrary?

  private let makesKey: Bool
  private let reader: JSONReaderChoice
  private let digestsInputs: Bool
  /// The file with the parameters of CloudFormation templates.
  private let templateParameters: String?

  public init(
    terraform: String? = nil, source: String? = nil, policies: PCICheck.Policies? = nil,
    templateParameters: String? = nil
  ) {
    self.init(
      terraform: terraform, source: source, policies: policies, makesKey: false, templateParameters: templateParameters)
  }

  /// - Parameters:
  ///   - makesKey: whether the inputs are made into the key for digests of hidden values.
  ///   - digestsInputs: whether documents have their digests.
  init(
    terraform: String?, source: String?, policies: PCICheck.Policies?, makesKey: Bool, reader: JSONReaderChoice = .fast,
    digestsInputs: Bool = true, templateParameters: String? = nil
  ) {
    self.digestsInputs = digestsInputs
    self.reader = reader
    self.templateParameters = templateParameters
    self.terraform = terraform
    self.source = source
    library = policies?.library
    self.makesKey = makesKey
  }

  public struct Result {
    public var builder: ResourceGraphBuilder
    /// Files in folders that are not of a supported format, and the like.
    public var notes: [Diagnostic]
    var key: RedactionKey?
    /// The plans, with their numbers among the documents.
    public var plans: [(root: NodeID, document: Int)] = []
    /// The configurations of the plans, by the documents' numbers.
    public var sources: [Int: PlanSource] = [:]
    /// Comments `pcicheck:ignore` of YAML inputs.
    var suppressions: [WaiverEntry] = []
    /// The CloudFormation templates, which are added when all of them are known: one may be a part of another.
    var templates = TemplateSet()
    /// Further files that the inputs were read with.
    var consulted: [ConsultedFile] = []
    /// What formats other than plans do with what nobody set.
    var specialDefaults: [DocumentSummary.Kind: [String: [ProviderDefault]]] = [:]
    /// Whether a document beside others could not be read; the errors are among the notes, and end the run with exit
    /// status 2 when the rest is judged.
    var hasUnreadableParts: Bool { notes.contains { $0.severity == .error } }
    /// What was read of the folder named as source.
    fileprivate var folder: PlanSource?
  }

  /// - Parameter paths: files, folders (searched for `.json`, `.yaml` and `.yml`) and `-` for standard input.
  /// - Throws: a diagnostic for the first input that cannot be read or understood.
  public func load(_ paths: [String]) throws(Diagnostic) -> Result {
    try load { result throws(Diagnostic) in
      for path in paths {
        result.templates.folder = isDirectory(path) ? path : nil
        if isDirectory(path) {
          try loadFolder(path, into: &result)
        } else {
          try add(try read(path, into: &result), inFolder: false, into: &result)
        }
      }
    }
  }

  /// - Throws: a diagnostic if the document cannot be understood.
  package func load(_ document: InputDocument) throws(Diagnostic) -> Result {
    try load { result throws(Diagnostic) in try add(document, inFolder: false, into: &result) }
  }

  private func load(_ read: (inout Result) throws(Diagnostic) -> Void) throws(Diagnostic) -> Result {
    var result = Result(builder: ResourceGraphBuilder(values: ValueArenaBuilder(recordsPositions: false)), notes: [])
    if makesKey { result.key = RedactionKey() }
    if let source {
      let loaded = try SourceLoader.folder(source)
      result.folder = loaded.source
      result.notes += loaded.warnings
    }
    try read(&result)
    try addTemplates(to: &result)
    if result.hasUnreadableParts {
      result.builder.markIncomplete([.kubernetes, .compose], because: "a document of the input cannot be read")
    }
    if let source, result.sources.isEmpty {
      result.notes.append(
        Diagnostic(.warning, "is not used: no input is a Terraform plan", at: SourceLocation(file: source)))
    }
    return result
  }

  private func loadFolder(_ path: String, into result: inout Result) throws(Diagnostic) {
    let files = try listFiles(path).filter { name in
      [".json", ".yaml", ".yml"].contains { name.hasSuffix($0) }
    }
    guard !files.isEmpty else {
      throw Diagnostic(
        .error, "has no .json, .yaml or .yml file in it", at: SourceLocation(file: path),
        help: "name a plan file or a folder of manifests")
    }
    if let problem = HelmChart.problem(inFolder: path, files) { throw problem }
    for file in files { try add(try read(file, into: &result), inFolder: true, into: &result) }
  }

  private func read(_ path: String, into result: inout Result) throws(Diagnostic) -> InputDocument {
    guard !path.hasSuffix(".tf"), !path.hasSuffix(".tofu") else {
      throw Diagnostic(
        .error, "is a configuration, expected a plan made from it", at: SourceLocation(file: path),
        help: "`terraform plan -out=tfplan && pcicheck tfplan` checks what it comes to")
    }
    let raw = try readInput(path)
    let digest = digestsInputs ? Self.digest(of: raw.bytes) : nil
    let document = InputDocument(name: raw.name, bytes: raw.bytes) { digest?.value ?? "" }
    guard detectSyntax(document.bytes) == .zip else { return document }
    guard path != "-" else {
      throw Diagnostic(
        .error, "standard input is a saved plan (a ZIP archive), expected JSON", at: SourceLocation(file: "-"),
        help: "give its path, or pipe `terraform show -json tfplan` instead")
    }
    let json = try SavedPlan(path: path, terraform: terraform).show()
    if source == nil {
      let snapshot = SourceLoader.snapshot(document.bytes, of: path)
      result.sources[result.builder.nextDocument] = snapshot.source
      result.notes += snapshot.warnings
    }
    return InputDocument(name: path, bytes: json, sha256: document.sha256)
  }

  /// Gives the memory of a large text back on another thread: it takes as long as to read a tenth of it.
  private static func letGo(_ text: consuming InputDocument) {
    guard text.bytes.count >= worthAThread else { return }
    DispatchQueue.global().async { [text] in withExtendedLifetime(text) {} }
  }

  /// Less is digested before a thread has started.
  private static let worthAThread = 1 << 20

  /// The digest is made beside the reading.
  private static func digest(of bytes: [UInt8]) -> Late<String> {
    Late(isWorthwhile: bytes.count >= worthAThread) { hexDigest(bytes) }
  }

  private func add(
    _ document: consuming InputDocument, inFolder: Bool, into result: inout Result
  ) throws(Diagnostic) {
    result.key?.add(document)
    if try result.templates.add(document) { return }
    switch detectSyntax(document.bytes) {
    case .yaml: try addYAML(document, inFolder: inFolder, into: &result)
    case .json, .zip: try addJSON(consume document, inFolder: inFolder, into: &result)
    }
  }

  /// Once its values are read, the text of a large document is let go.
  private func addJSON(
    _ text: consuming InputDocument, inFolder: Bool, into result: inout Result
  ) throws(Diagnostic) {
    let root = try JSONReader.read(
      text, with: reader, omitting: TerraformDocument.repetition, into: &result.builder.values)
    let document = text.withoutBytes
    Self.letGo(consume text)
    if let kind = TerraformDocument.kind(of: root, in: result.builder.values.arena) {
      if kind == .plan { result.plans.append((root, result.builder.nextDocument)) }
      return try addTerraform(root, kind, document, into: &result)
    }
    if ManifestReader.isManifest(root, in: result.builder.values.arena) {
      result.notes += ManifestReader.read([root], document: document, into: &result.builder)
      return
    }
    if ComposeReader.isCompose(root, in: result.builder.values.arena) {
      result.notes += ComposeReader.read(root, document: document, into: &result.builder)
      return
    }
    let problem = unsupported(root, result.builder.values.arena, document)
    guard inFolder else { throw problem }
    result.notes.append(Diagnostic(.note, "skipped: \(problem.message)", at: problem.location))
  }

  private func addTemplates(to result: inout Result) throws(Diagnostic) {
    if result.templates.isEmpty {
      guard let templateParameters else { return }
      throw Diagnostic(
        .error, "is not used: no input is a CloudFormation template", at: SourceLocation(file: templateParameters))
    }
    let parameters = try templateParameters.map { (path) throws(Diagnostic) in try readInput(path) }
    if let parameters {
      result.consulted.append(
        ConsultedFile(.parameters, name: parameters.name, sha256: hexDigest(parameters.bytes)))
    }
    let added = try result.templates.add(to: &result.builder, library: library, parameters: parameters)
    result.notes += added.notes
    result.suppressions += added.suppressions
    result.specialDefaults[.cloudFormation] = added.defaults
  }

  private func addTerraform(
    _ root: NodeID, _ kind: TerraformDocument.Kind, _ document: InputDocument, into result: inout Result
  ) throws(Diagnostic) {
    let number = result.builder.nextDocument
    let source = result.sources[number] ?? result.folder
    result.notes += try TerraformDocument.read(
      root, kind, document: document, source: source, blocks: library.map { $0.blocksThatAreWritten },
      into: &result.builder)
    result.sources[number] = kind == .plan ? source : nil
  }

  private func addYAML(_ document: InputDocument, inFolder: Bool, into result: inout Result) throws(Diagnostic) {
    result.builder.values.recordsPositions = true
    defer { result.builder.values.recordsPositions = false }
    switch YAMLFormat.guess(document.bytes) {
    case .manifests, nil: try addManifests(document, inFolder: inFolder, into: &result)
    case .compose: try addCompose(document, inFolder: inFolder, into: &result)
    case .template: try addManifests(document, inFolder: inFolder, into: &result)
    }
  }

  /// What to say of a plan with something before it: a line of a log, a comment. Nil for what does not look like one.
  func spoiltJSON(_ document: InputDocument) -> Diagnostic? {
    let text = document.bytes.prefix(64 << 10)
    let location = SourceLocation(file: document.name, line: 1, column: 1)
    if text.firstRange(of: Array("\"format_version\"".utf8)) != nil {
      return Diagnostic(
        .error, "there is text before the JSON of the plan, expected `{`", at: location,
        help: "keep log lines and comments out of the file: `terraform show -json tfplan > plan.json`")
    }
    let marks = ["Terraform will perform the following actions", "OpenTofu will perform the following actions"]
    guard marks.contains(where: { text.firstRange(of: Array($0.utf8)) != nil }) else { return nil }
    return Diagnostic(
      .error, "is what `terraform plan` prints for people, expected JSON", at: location,
      help: "use `terraform plan -out=tfplan && terraform show -json tfplan > plan.json`")
  }

  func unsupported(_ root: NodeID?, _ arena: ValueArena, _ document: InputDocument) -> Diagnostic {
    let guess = root.map { guessKind($0, arena) }
    return Diagnostic(
      .error,
      "is not a Terraform plan, Terraform state, Kubernetes manifest, CloudFormation template or Compose file\(guess?.what ?? "")",
      at: SourceLocation(file: document.name),
      help: guess?.help ?? "make a plan with `terraform plan -out=tfplan && terraform show -json tfplan > plan.json`")
  }

  /// What a document that is none of ours seems to be.
  private func guessKind(_ root: NodeID, _ arena: ValueArena) -> (what: String, help: String?) {
    func has(_ name: String) -> Bool { arena.member(root, name) != nil }
    switch arena[root].kind {
    case .map where arena[root].childCount == 0: return (": it is an empty object", nil)
    case .map where has("lineage") && has("serial"):
      return (
        ": it seems to be a raw state file (terraform.tfstate)",
        "show it with `terraform show -json > state.json`, which has a stable format"
      )
    case .map where has("Resources"):
      return (
        ": it seems to be a CloudFormation template without resources of CloudFormation's types",
        "the type of a resource is written as `AWS::S3::Bucket`"
      )
    case .map where has("@level") || has("@message"):
      return (
        ": it seems to be the log of `terraform plan -json`",
        "use `terraform plan -out=tfplan && terraform show -json tfplan > plan.json`"
      )
    case .map where has("format_version") && has("provider_schemas"): return (": it seems to be provider schemas", nil)
    case .map:
      let names = arena.children(root).prefix(4).compactMap { arena.keyName($0) }.map { "`\(safeText($0, limit: 40))`" }
      return (": it is an object with \(names.joined(separator: ", "))", nil)
    case .list: return (": it is a list", nil)
    case .null: return (": it is empty", nil)
    default: return (": it is a single value", nil)
    }
  }
}
