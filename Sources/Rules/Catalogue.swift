import Diagnostics
import Values

/// The numbered items of one version of a standard, in its order.
public struct Catalogue: Sendable {
  public let standard: String
  public let version: String
  public let title: String
  public let requirements: [Requirement]

  public struct Requirement: Sendable {
    public enum Level: String, Sendable, CaseIterable {
      case principal, section, requirement
    }

    public let id: String
    public let level: Level
    /// Read when somebody asks: most reports show a few of the hundreds.
    fileprivate let texts: TextRecords
    fileprivate let entry: NodeID

    /// Our own short title.
    public var title: String { texts[entry, Member.title] ?? "" }
    /// What infrastructure can show of it: `full`, `partial`, `none`; nil for sections.
    public var evidence: String? { texts[entry, Member.evidence] }
    public var because: String? { texts[entry, Member.because] }
    public var applicability: String? { texts[entry, Member.applicability] }
  }

  /// The number of the principal requirement that an item belongs to: `10` of `10.2.1.1`, `A1` of `A1.2.3`.
  public static func principal(of id: String) -> String { String(id.prefix { $0 != "." }) }

  public func requirement(_ id: String) -> Requirement? { requirements.first { $0.id == id } }

  static func decode(_ file: PolicyFile) throws(Diagnostic) -> Catalogue {
    let (arena, root) = try file.load()
    let record = try RecordReader(arena, root, file: file.path, what: "catalogue")
    let texts = TextRecords(arena, Member.names)
    var requirements: [Requirement] = []
    for entry in try record.elements("requirements") {
      guard texts.isPlain(entry, needed: Member.needed, others: true), let id = texts[entry, Member.id],
        let level = texts[entry, Member.level].flatMap(Requirement.Level.init)
      else {
        try check(try record.record(entry, "requirement"))
        continue
      }
      requirements.append(Requirement(id: id, level: level, texts: texts, entry: entry))
    }
    return Catalogue(
      standard: try record.text("standard"), version: try record.text("version"), title: try record.text("title"),
      requirements: requirements)
  }

  /// The members of a requirement.
  private enum Member {
    static let id = 0, level = 1, title = 2, evidence = 3, because = 4, applicability = 5
    static let names = ["id", "level", "title", "evidence", "because", "applicability"]
    static let needed = 3
  }

  /// Says what is wrong with an entry.
  private static func check(_ entry: RecordReader) throws(Diagnostic) {
    _ = try entry.text("id")
    _ = try entry.choice("level", Requirement.Level.self)
    _ = try entry.text("title")
    for name in ["evidence", "because", "applicability"] { _ = try entry.optionalText(name) }
  }
}

extension PolicyLibrary {
  /// The catalogue of a version of PCI DSS.
  ///
  /// - Throws: a diagnostic that lists the versions that there are.
  public func catalogue(version: String) throws(Diagnostic) -> Catalogue {
    guard let file = catalogueFiles.first(where: { $0.name == "pci-dss-\(version)" }) else {
      let known = catalogueFiles.map { String($0.name.dropFirst("pci-dss-".count)) }
      throw Diagnostic(
        .error, "unknown version `\(safeText(version, limit: 40))` of PCI DSS",
        help: "known: \(known.joined(separator: ", "))")
    }
    return try Catalogue.decode(file)
  }

  /// The catalogues of all versions, the given one first.
  public func catalogues(_ first: String) throws(Diagnostic) -> [Catalogue] {
    var result = [try catalogue(version: first)]
    for file in catalogueFiles where file.name != "pci-dss-\(first)" { result.append(try Catalogue.decode(file)) }
    return result
  }
}
