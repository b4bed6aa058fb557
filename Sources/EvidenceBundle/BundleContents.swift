import Assessments
import Documents
import Reporting
import Rules

/// Everything of a bundle but manifest and signature: a pure function of the assessment and its provenance.
public struct BundleContents: Sendable {
  public let assessment: Assessment
  public let provenance: Provenance
  /// Members below `policies/`.
  public let policies: [BundleMember]
  /// The network as a picture, nil if there is none.
  public let diagram: [UInt8]?
  /// The zones that the project declares, nil for none.
  public let scope: ScopeDeclaration?

  public init(
    assessment: Assessment, provenance: Provenance, policies: [BundleMember], diagram: [UInt8]? = nil,
    scope: ScopeDeclaration? = nil
  ) {
    self.assessment = assessment
    self.provenance = provenance
    self.policies = policies
    self.diagram = diagram
    self.scope = scope
  }

  /// The members in the order in which the archive has them.
  public func members() -> [BundleMember] {
    let tables = EvidenceTables(assessment)
    let record = AssessmentRecord.encode(assessment, tables, toolVersion: provenance.toolVersion)
    var members = [
      BundleMember(path: BundlePath.readme, text: BundleReadme(assessment: assessment, provenance: provenance).text),
      BundleMember(path: BundlePath.assessment, bytes: record),
    ]
    members +=
      Projections(
        assessment: assessment, created: provenance.created, toolVersion: provenance.toolVersion, diagram: diagram
      ).members
    if let diagram { members.append(BundleMember(path: BundlePath.diagram, bytes: diagram)) }
    if let scope { members.append(BundleMember(path: BundlePath.scope, bytes: ScopeRecord.encode(scope))) }
    members += InputExcerpts(assessment, tables).members
    members += policies
    return members.sorted { $0.path < $1.path }
  }
}

/// The members that follow from the assessment alone; who has it can make them again and compare.
struct Projections {
  let assessment: Assessment
  let created: Instant
  let toolVersion: String
  /// The network, which does not follow from the assessment; the report shows it.
  let diagram: [UInt8]?

  var members: [BundleMember] {
    let tables = AssessmentTables(assessment)
    var options = ReportOptions(toolVersion: toolVersion, exitStatus: .passed)
    options.created = created
    options.diagram = diagram.map { String(decoding: $0, as: UTF8.self) }
    return [
      BundleMember(path: BundlePath.report, bytes: HTMLReport.render(assessment, options)),
      BundleMember(path: BundlePath.findings, bytes: FindingsCSV(assessment).bytes),
      BundleMember(path: BundlePath.requirements, bytes: CSVTable.render(tables.requirements)),
      BundleMember(path: BundlePath.population, bytes: CSVTable.render(tables.population)),
    ]
      + OSCALReport.documents(assessment, options).map { document in
        BundleMember(path: "\(BundlePath.oscal)\(document.name)", bytes: document.bytes)
      }
  }
}
