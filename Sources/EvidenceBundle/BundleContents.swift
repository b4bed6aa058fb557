import Assessments
import Documents
import Parallel
import Reporting
import Rules
import ZipArchive

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

  /// The members in the order in which the archive has them, packed.
  func members() -> [PackedMember] {
    let tables = EvidenceTables(assessment)
    let projections = Projections(
      assessment: assessment, created: provenance.created, toolVersion: provenance.toolVersion, diagram: diagram)
    let own: [@Sendable () -> [BundleMember]] = [
      {
        [
          BundleMember(
            path: BundlePath.assessment,
            bytes: AssessmentRecord.encode(assessment, tables, toolVersion: provenance.toolVersion))
        ]
      },
      { InputExcerpts(assessment, tables).members },
      { policies + [BundleMember(path: BundlePath.readme, text: readme)] + given },
    ]
    let sources = projections.sources + own
    let isLarge = assessment.observations.count > Self.worthwhile
    return parallelMap(sources.count, isWorthwhile: isLarge, from: ()) { _, number in
      sources[number]().map { PackedMember($0) }
    }.flatMap { $0 }.sorted { $0.entry.path < $1.entry.path }
  }

  /// Fewer observations are written before a second thread has started.
  private static let worthwhile = 2_000

  private var readme: String { BundleReadme(assessment: assessment, provenance: provenance).text }

  /// What follows from nothing else in the bundle.
  private var given: [BundleMember] {
    (diagram.map { [BundleMember(path: BundlePath.diagram, bytes: $0)] } ?? [])
      + (scope.map { [BundleMember(path: BundlePath.scope, bytes: ScopeRecord.encode($0))] } ?? [])
  }
}

/// A member as the archive and the manifest have it; its own bytes are not kept.
struct PackedMember: Sendable {
  let entry: BundleManifest.Entry
  let packed: PackedFile

  init(_ member: BundleMember) {
    packed = member.packed
    entry = BundleManifest.Entry(member, packed: packed)
  }
}

/// The members that follow from the assessment alone; who has it can make them again and compare.
struct Projections: Sendable {
  let assessment: Assessment
  let created: Instant
  let toolVersion: String
  /// The network, which does not follow from the assessment; the report shows it.
  let diagram: [UInt8]?

  /// What makes them; in whatever order it is called.
  var sources: [@Sendable () -> [BundleMember]] {
    let tables = AssessmentTables(assessment)
    var options = ReportOptions(toolVersion: toolVersion, exitStatus: .passed)
    options.created = created
    options.diagram = diagram.map { String(decoding: $0, as: UTF8.self) }
    let chosen = options
    return [
      { [BundleMember(path: BundlePath.findings, bytes: FindingsCSV(assessment).bytes)] },
      { [BundleMember(path: BundlePath.report, bytes: HTMLReport.render(assessment, chosen))] },
      {
        OSCALReport.documents(assessment, chosen).map { document in
          BundleMember(path: "\(BundlePath.oscal)\(document.name)", bytes: document.bytes)
        }
      },
      {
        [
          BundleMember(path: BundlePath.requirements, bytes: CSVTable.render(tables.requirements)),
          BundleMember(path: BundlePath.population, bytes: CSVTable.render(tables.population)),
        ]
      },
    ]
  }
}
