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
    /// Our own short title.
    public let title: String
    /// What infrastructure can show of it: `full`, `partial`, `none`; nil for sections.
    public let evidence: String?
    public let because: String?
    public let applicability: String?
  }

  /// The number of the principal requirement that an item belongs to: `10` of `10.2.1.1`, `A1` of `A1.2.3`.
  public static func principal(of id: String) -> String { String(id.prefix { $0 != "." }) }

  public func requirement(_ id: String) -> Requirement? { requirements.first { $0.id == id } }

  static func decode(_ file: PolicyFile) throws(Diagnostic) -> Catalogue {
    let (arena, root) = try file.load()
    let record = try RecordReader(arena, root, file: file.path, what: "catalogue")
    let names = RequirementNames(arena)
    var requirements: [Requirement] = []
    for entry in try record.elements("requirements") {
      if let requirement = names.read(entry, arena) {
        requirements.append(requirement)
      } else {
        requirements.append(try requirement(try record.record(entry, "requirement")))
      }
    }
    return Catalogue(
      standard: try record.text("standard"), version: try record.text("version"), title: try record.text("title"),
      requirements: requirements)
  }

  private static func requirement(_ entry: RecordReader) throws(Diagnostic) -> Requirement {
    Requirement(
      id: try entry.text("id"), level: try entry.choice("level", Requirement.Level.self),
      title: try entry.text("title"), evidence: try entry.optionalText("evidence"),
      because: try entry.optionalText("because"), applicability: try entry.optionalText("applicability"))
  }
}

/// The members of requirements, looked up once for the hundreds of a catalogue.
private struct RequirementNames {
  private let names: [KeyID?]

  init(_ arena: ValueArena) {
    names = ["id", "level", "title", "evidence", "because", "applicability"].map { arena.strings.key($0) }
  }

  /// An entry as it should be; nil for others, of which a ``RecordReader`` says what is wrong.
  func read(_ entry: NodeID, _ arena: ValueArena) -> Catalogue.Requirement? {
    var texts = [String?](repeating: nil, count: names.count)
    for child in arena.children(entry) {
      guard let place = names.firstIndex(of: arena[child].key) else { continue }
      guard let text = arena.string(child) else { return nil }
      texts[place] = text
    }
    guard let id = texts[0], let level = texts[1].flatMap(Catalogue.Requirement.Level.init), let title = texts[2]
    else { return nil }
    return Catalogue.Requirement(
      id: id, level: level, title: title, evidence: texts[3], because: texts[4], applicability: texts[5])
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
