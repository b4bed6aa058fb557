import Assessments
import Crypto
import Diagnostics
import Documents

/// What all OSCAL documents (NIST, version 1.1.3) of one assessment have in common. Identifiers are made from content
/// (RFC 9562, version 5), so that the same assessment gives the same documents.
struct OSCALContext {
  static let version = "1.1.3"
  static let namespace = "urn:pcicheck:oscal"
  /// The name space of all identifiers; chosen once.
  private static let root: [UInt8] = [
    0x5D, 0x0C, 0x1F, 0x8E, 0x3A, 0x57, 0x4B, 0x9A, 0x8F, 0x21, 0x6E, 0x4D, 0x70, 0xB3, 0xC9, 0x12,
  ]

  let assessment: Assessment
  let created: Instant
  let toolVersion: String
  private let base: [UInt8]

  init(assessment: Assessment, created: Instant, toolVersion: String) {
    self.assessment = assessment
    self.created = created
    self.toolVersion = toolVersion
    let content = assessment.inputs.map(\.sha256) + [assessment.ruleSet.digest, created.text]
    base = Self.bytes(Self.root, content.joined(separator: "\n"))
  }

  /// The identifier of a thing of this assessment.
  func uuid(_ name: String) -> String { Self.text(Self.bytes(base, name)) }

  /// The identifier of a thing that is the same in every assessment.
  static func fixedUUID(_ name: String) -> String { text(bytes(root, name)) }

  private static func bytes(_ space: [UInt8], _ name: String) -> [UInt8] {
    var digest = Array(Insecure.SHA1.hash(data: space + Array(name.utf8)).prefix(16))
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    return digest
  }

  private static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for (index, byte) in bytes.enumerated() {
      if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
      text.append(digit(byte >> 4))
      text.append(digit(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  static func controlID(_ requirement: String) -> String { "req-\(requirement)" }
  static func objectiveID(_ requirement: String) -> String { "req-\(requirement)_obj" }

  /// The parts of every document's head.
  func metadata(_ title: String, _ writer: inout JSONWriter) {
    writer.name("metadata")
    writer.object { writer in
      writer.member("title", title)
      writer.member("last-modified", created.text)
      writer.member("version", toolVersion)
      writer.member("oscal-version", Self.version)
    }
  }

  /// pcicheck itself, as a component.
  func tool(_ writer: inout JSONWriter, as role: String = "tool") {
    writer.object { writer in
      writer.member("uuid", uuid(role))
      writer.member("type", "software")
      writer.member("title", "pcicheck")
      writer.member("description", "Assesses planned infrastructure by rules.")
      writer.name("props")
      writer.array { OSCALContext.property("version", toolVersion, isOwn: false, &$0) }
      writer.name("status")
      writer.object { $0.member("state", "operational") }
    }
  }

  func assets(_ writer: inout JSONWriter) {
    writer.name("assessment-assets")
    writer.object { writer in
      writer.name("components")
      // The same thing in another part of a document, where OSCAL wants another identifier.
      writer.array { tool(&$0, as: "tool as asset") }
      writer.name("assessment-platforms")
      writer.array { writer in
        writer.object { writer in
          writer.member("uuid", uuid("platform"))
          writer.member("title", "where pcicheck ran")
        }
      }
    }
  }

  static func property(_ name: String, _ value: String, isOwn: Bool = true, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", name)
      if isOwn { writer.member("ns", namespace) }
      writer.member("value", line(value))
    }
  }

  /// A text as OSCAL's strings have to be: one line without spaces around it, not empty.
  static func line(_ text: String) -> String {
    let safe = safeText(text)
    let start = safe.drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "-" }
    return String(start[...end])
  }
}

extension OSCALContext {
  /// The controls that a document is about; all of the catalogue if none are named.
  static func controlSelection(_ requirements: [String], _ writer: inout JSONWriter) {
    writer.name("control-selections")
    writer.array { writer in
      writer.object { writer in
        guard !requirements.isEmpty else {
          writer.name("include-all")
          return writer.object { _ in }
        }
        writer.name("include-controls")
        writer.array { writer in
          for id in requirements { writer.onOneLine { $0.object { $0.member("control-id", controlID(id)) } } }
        }
      }
    }
  }
}
