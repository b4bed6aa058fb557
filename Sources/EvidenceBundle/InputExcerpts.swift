import Assessments
import Documents

/// What verdicts rest on, by input and resource: every attribute that a rule read, once, with hidden values replaced.
struct InputExcerpts {
  private let assessment: Assessment
  private let tables: EvidenceTables

  init(_ assessment: Assessment, _ tables: EvidenceTables) {
    self.assessment = assessment
    self.tables = tables
  }

  /// One file an input, in the order of the inputs.
  var members: [BundleMember] {
    assessment.inputs.indices.map { index in
      let width = String(assessment.inputs.count).count
      let digits = String(index + 1)
      let number = String(repeating: "0", count: width - digits.count) + digits
      return BundleMember(path: "\(BundlePath.inputs)\(number).json", bytes: excerpt(index))
    }
  }

  private func excerpt(_ index: Int) -> [UInt8] {
    let input = assessment.inputs[index]
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.member("name", input.name)
      writer.member("sha256", input.sha256)
      writer.member("kind", input.kind.rawValue)
      writer.name("resources")
      writer.array { writer in
        for entry in tables.attributes(ofInput: index) {
          writer.onOneLine { Self.resource(entry.address, entry.type, entry.reads, &$0) }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  private static func resource(
    _ address: String, _ type: String?, _ reads: [EvidenceTables.NamedValue], _ writer: inout JSONWriter
  ) {
    writer.object { writer in
      writer.member("address", address)
      writer.member("type", type)
      writer.name("attributes")
      writer.object { writer in
        for read in reads.sorted(by: { $0.path < $1.path }) {
          writer.name(read.path)
          value(read.value, &writer)
        }
      }
    }
  }

  private static func value(_ value: EvidenceValue, _ writer: inout JSONWriter) {
    switch value {
    case .json(let text): writer.json(text)
    case .absent: writer.null()
    case .redacted(let digest): writer.value("(sensitive\(digest.map { " \($0)" } ?? ""))")
    case .unknown: writer.value("(known after apply)")
    }
  }
}
