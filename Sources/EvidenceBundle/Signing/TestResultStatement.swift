import Assessments
import Diagnostics
import Documents
import Rules
import Values

/// An in-toto statement (v1) over a manifest with a predicate of test results (v0.1): each rule is a test.
struct TestResultStatement {
  static let statementType = "https://in-toto.io/Statement/v1"
  static let predicateType = "https://in-toto.io/attestation/test-result/v0.1"

  static func encode(_ assessment: Assessment, manifest: [UInt8]) -> [UInt8] {
    let tests = tests(assessment)
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("_type", statementType)
      writer.name("subject")
      writer.array { writer in
        subject(BundlePath.manifest, sha256Hex(manifest), &writer)
        for input in assessment.inputs where !input.sha256.isEmpty { subject(input.name, input.sha256, &writer) }
      }
      writer.member("predicateType", predicateType)
      writer.name("predicate")
      writer.object { writer in
        writer.member("result", !tests.failed.isEmpty ? "FAILED" : tests.warned.isEmpty ? "PASSED" : "WARNED")
        writer.name("configuration")
        writer.array { subject("rules", assessment.ruleSet.digest, &$0) }
        writer.member("passedTests", tests.passed)
        writer.member("warnedTests", tests.warned)
        writer.member("failedTests", tests.failed)
      }
    }
    return writer.bytes
  }

  private static func subject(_ name: String, _ digest: String, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", name)
      writer.name("digest")
      writer.object { $0.member("sha256", digest) }
    }
  }

  /// The rules by what came of them: an undecided or waived rule is a warning, never a pass.
  private static func tests(_ assessment: Assessment) -> (passed: [String], warned: [String], failed: [String]) {
    var passed: Set<String> = []
    var warned: Set<String> = []
    var failed: Set<String> = []
    for observation in assessment.observations {
      switch observation.verdict {
      case .pass: passed.insert(observation.rule)
      case .fail where observation.isWaived: warned.insert(observation.rule)
      case .fail: failed.insert(observation.rule)
      case .indeterminate: warned.insert(observation.rule)
      case .notApplicable: break
      }
    }
    warned.subtract(failed)
    passed.subtract(failed.union(warned))
    return (passed.sorted(), warned.sorted(), failed.sorted())
  }

  /// The SHA-256 of the manifest that a statement is about; nil if it is about none.
  static func manifestDigest(_ statement: [UInt8]) throws(Diagnostic) -> String? {
    let name = "the statement in \(BundlePath.envelope)"
    var builder = ValueArenaBuilder()
    let root = try JSONReader.read(InputDocument(name: name, bytes: statement), into: &builder)
    let record = try RecordReader(builder.build(), root, file: name, what: "statement")
    guard try record.text("_type") == statementType, try record.text("predicateType") == predicateType else {
      return nil
    }
    for subject in try record.records("subject", "subject") where try subject.text("name") == BundlePath.manifest {
      return try subject.record(try subject.required("digest"), "digest").text("sha256")
    }
    return nil
  }
}
