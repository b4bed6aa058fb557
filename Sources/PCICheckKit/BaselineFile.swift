import Assessments
import Diagnostics
import Documents
import Rules
import Values

/// Reads and writes baselines (policies/schema/baseline.schema.json).
public enum BaselineFile {
  static let kind = "pcicheck-baseline"

  /// Reads a baseline, or takes the findings of a JSON report for one.
  ///
  /// - Throws: a diagnostic for a file that is neither, or cannot be read.
  public static func read(_ path: String) throws(Diagnostic) -> Baseline {
    let document: InputDocument
    do throws(Diagnostic) {
      document = try readInput(path)
    } catch {
      throw Diagnostic(
        .error, error.message, at: error.location, help: "`pcicheck baseline write PLAN --output FILE` writes one")
    }
    return try decode(document)
  }

  package static func decode(_ document: InputDocument) throws(Diagnostic) -> Baseline {
    let location = SourceLocation(file: document.name)
    var builder = ValueArenaBuilder()
    let root = try JSONReader.read(document, into: &builder)
    let arena = builder.build()
    let isBaseline = arena.string(root, "kind") == kind
    let list = arena.member(root, isBaseline ? "findings" : "observations")
    guard let list, arena[list].kind == .list, arena.string(root, "schemaVersion")?.hasPrefix("1.") == true else {
      throw Diagnostic(
        .error, "is no baseline and no JSON report of this version of pcicheck", at: location,
        help: "write it with `pcicheck baseline write` or `--format json`")
    }
    var findings: [String: Bool] = [:]
    for entry in arena.children(list) {
      let verdict = arena.string(entry, "verdict")
      guard verdict == "fail" || verdict == "indeterminate" else { continue }
      // A waiver ends; the baseline must not outlive it.
      guard arena.member(entry, "waiver") == nil else { continue }
      guard let fingerprint = arena.string(entry, "fingerprint") else {
        throw Diagnostic(
          .error, "has a finding without a fingerprint", at: location,
          help: "it is of an older version of pcicheck; write it anew")
      }
      findings[fingerprint] = findings[fingerprint] == true || verdict == "fail"
    }
    return Baseline(name: document.name, sha256: hexDigest(document.bytes), findings: findings)
  }

  /// The findings of an assessment as a baseline, without those that a waiver covers; sorted by rule and address.
  public static func text(_ assessment: Assessment) -> [UInt8] {
    let findings = assessment.observations.filter { $0.isFinding && $0.waiver == nil }
      .sorted { ($0.rule, $0.address) < ($1.rule, $1.address) }
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.member("schemaVersion", "1.0")
      writer.member("kind", kind)
      writer.name("tool")
      writer.object { writer in
        writer.member("name", "pcicheck")
        writer.member("version", PCICheck.version)
      }
      writer.name("findings")
      writer.array { writer in
        for finding in findings {
          writer.object { writer in
            writer.member("fingerprint", assessment.fingerprint(of: finding))
            writer.member("rule", finding.rule)
            writer.member("address", finding.address)
            writer.member("verdict", finding.verdict.rawValue)
            writer.member("severity", finding.severity.rawValue)
          }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }
}
