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
    var requirements: [Requirement] = []
    for entry in try record.records("requirements", "requirement") {
      requirements.append(
        Requirement(
          id: try entry.text("id"), level: try entry.choice("level", Requirement.Level.self),
          title: try entry.text("title"),
          evidence: try entry.optionalText("evidence"), because: try entry.optionalText("because"),
          applicability: try entry.optionalText("applicability")))
    }
    return Catalogue(
      standard: try record.text("standard"), version: try record.text("version"), title: try record.text("title"),
      requirements: requirements)
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
