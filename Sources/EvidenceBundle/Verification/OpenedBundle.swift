import Assessments
import Diagnostics
import Documents
import Rules
import Values
import ZipArchive

/// A bundle that was read and unpacked in memory; nothing is written anywhere.
public struct OpenedBundle: Sendable {
  let name: String
  let archive: ZipReader
  let contents: [String: [UInt8]]

  /// What is taken from an archive at most: a bundle of 100,000 resources is well below.
  private static let limits: ZipLimits = {
    var limits = ZipLimits()
    limits.entrySize = 1 << 30
    limits.totalSize = 2 << 30
    // Deflate packs at most about 1,030 times; long lists of like lines come near.
    limits.ratio = 1_100
    return limits
  }()

  /// - Parameter name: what messages call it.
  /// - Throws: a diagnostic for what is no sound ZIP archive.
  public init(_ bytes: [UInt8], name: String) throws(Diagnostic) {
    let location = SourceLocation(file: name)
    do throws(ZipError) {
      archive = try ZipReader(bytes, limits: Self.limits)
      contents = try archive.contents { _ in true }
    } catch {
      let entry = error.entry.map { ": `\(safeText($0, limit: 200))`" } ?? ""
      throw Diagnostic(.error, "is no sound bundle: it \(error.message)\(entry)", at: location, help: Self.help(bytes))
    }
    self.name = name
  }

  private static func help(_ bytes: [UInt8]) -> String {
    if bytes.starts(with: Array("eyJ".utf8)) { return "it seems to be encrypted: open it with `pcicheck decrypt`" }
    return "get the bundle again from where it was made; this copy is damaged or something else"
  }

  /// The manifest as it stands.
  public func manifest() throws(Diagnostic) -> BundleManifest {
    try BundleManifest.decode(try member(BundlePath.manifest))
  }

  public func member(_ path: String) throws(Diagnostic) -> [UInt8] {
    guard let bytes = contents[path] else {
      throw Diagnostic(
        .error, "has no `\(path)`, so it is no evidence bundle", at: SourceLocation(file: name),
        help: "`pcicheck plan.json --bundle evidence.zip` makes one")
    }
    return bytes
  }

  /// The assessment, from a bundle whose digests hold.
  ///
  /// - Throws: a diagnostic that says what does not hold.
  public func assessment() throws(Diagnostic) -> Assessment {
    if let problem = try IntegrityCheck(self).problems().first {
      throw Diagnostic(
        .error, "is not what its manifest says: \(problem)", at: SourceLocation(file: name),
        help: "`pcicheck verify` lists everything; get the bundle again from where it was made")
    }
    return try AssessmentRecord.decode(try member(BundlePath.assessment), name: BundlePath.assessment)
  }

  /// The network as SVG, nil if the bundle has none.
  public var diagram: String? { contents[BundlePath.diagram].map { String(decoding: $0, as: UTF8.self) } }

  /// The zones that the project declares; nil if the bundle does not hold them whole.
  public func scope() throws(Diagnostic) -> ScopeDeclaration? {
    guard let bytes = contents[BundlePath.scope] else { return nil }
    return try ScopeRecord.decode(bytes, name: BundlePath.scope)
  }

  /// The policies that the assessment used.
  public func policies() throws(Diagnostic) -> BundledPolicies { try BundledPolicies(self) }

  /// The parameters that the project changed.
  public func parameters() throws(Diagnostic) -> [(rule: String, name: String, value: ParameterValue)] {
    var builder = ValueArenaBuilder()
    let document = InputDocument(name: BundlePath.manifest, bytes: try member(BundlePath.manifest))
    let root = try JSONReader.read(document, into: &builder)
    let record = try RecordReader(builder.build(), root, file: document.name, what: "manifest")
    var result: [(rule: String, name: String, value: ParameterValue)] = []
    for child in record.arena.children(root, of: "parameters") {
      let parts = (record.arena.keyName(child) ?? "").split(separator: ".", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw record.problem("a parameter is named `rule.parameter`", at: child) }
      result.append((parts[0], parts[1], try ParameterValue.decode(record, child)))
    }
    return result
  }
}
