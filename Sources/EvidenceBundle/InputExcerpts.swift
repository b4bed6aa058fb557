import Assessments
import Documents

/// What verdicts rest on, by input and resource: every attribute that a rule read, once, with hidden values replaced.
struct InputExcerpts {
  private struct Place: Hashable {
    let address: String
    let path: String
  }

  /// One file an input, in the order of the inputs.
  static func members(_ assessment: Assessment) -> [BundleMember] {
    assessment.inputs.indices.map { index in
      let width = String(assessment.inputs.count).count
      let digits = String(index + 1)
      let number = String(repeating: "0", count: width - digits.count) + digits
      return BundleMember(path: "\(BundlePath.inputs)\(number).json", bytes: excerpt(index, assessment))
    }
  }

  private static func excerpt(_ index: Int, _ assessment: Assessment) -> [UInt8] {
    var seen: Set<Place> = []
    var order: [String] = []
    var types: [String: String] = [:]
    var reads: [String: [AttributeRead]] = [:]
    for observation in assessment.observations where observation.input == index {
      if types[observation.address] == nil {
        types[observation.address] = observation.type
        order.append(observation.address)
      }
      for read in observation.evidence.reads where seen.insert(Place(address: read.address, path: read.path)).inserted {
        reads[read.address, default: []].append(read)
      }
    }
    for address in reads.keys.sorted() where types[address] == nil { order.append(address) }
    let input = assessment.inputs[index]
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.member("name", input.name)
      writer.member("sha256", input.sha256)
      writer.member("kind", input.kind.rawValue)
      writer.name("resources")
      writer.array { writer in
        for address in order {
          writer.onOneLine { resource(address, types[address], reads[address] ?? [], &$0) }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  private static func resource(_ address: String, _ type: String?, _ reads: [AttributeRead], _ writer: inout JSONWriter)
  {
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
