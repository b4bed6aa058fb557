import Assessments
import Documents
import Reporting
import ZipArchive

/// What a bundle holds and where it is from (policies/schema/manifest.schema.json).
public struct BundleManifest: Sendable {
  static let kind = "pcicheck-evidence-bundle"
  static let schemaVersion = "1.0"

  public let created: Instant
  public let toolVersion: String
  public let allowsIncomplete: Bool
  /// Whether the project declares zones; `scope.json` holds them.
  public let declaresZones: Bool
  public let inputs: [Input]
  public let members: [Entry]

  /// An input that was assessed.
  public struct Input: Sendable, Equatable {
    public let name: String
    public let sha256: String
  }

  /// A member with the digests of its bytes, and of what they are packed to: one content can be packed in many ways, and
  /// only one is the bundle's.
  public struct Entry: Sendable, Equatable {
    public let path: String
    public let size: Int
    public let sha256: String
    public let packedSHA256: String

    init(path: String, size: Int, sha256: String, packedSHA256: String) {
      self.path = path
      self.size = size
      self.sha256 = sha256
      self.packedSHA256 = packedSHA256
    }

    init(_ member: BundleMember, packed: PackedFile) {
      path = member.path
      size = member.bytes.count
      sha256 = sha256Hex(member.bytes)
      packedSHA256 = sha256Hex(packed.bytes)
    }
  }

  static func encode(_ assessment: Assessment, _ provenance: Provenance, _ entries: [Entry]) -> [UInt8] {
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.member("kind", kind)
      writer.member("schemaVersion", schemaVersion)
      created(provenance, &writer)
      tool(provenance, &writer)
      policies(assessment.ruleSet, provenance, &writer)
      writer.name("inputs")
      writer.array { writer in
        for input in assessment.inputs {
          writer.object { writer in
            writer.member("name", input.name)
            writer.member("sha256", input.sha256)
            writer.member("kind", input.kind.rawValue)
            writer.member("formatVersion", input.formatVersion)
            writer.member("toolVersion", input.toolVersion)
            writer.member("timestamp", input.timestamp)
            writer.member("complete", input.completeness.isComplete)
          }
        }
      }
      source(provenance, &writer)
      writer.name("redaction")
      writer.object { writer in
        writer.member("algorithm", "HMAC-SHA-256, the first 128 bits")
        writer.member("key", "derived from the whole inputs; it is not kept")
      }
      writer.name("members")
      writer.array { writer in
        for entry in entries {
          writer.onOneLine { writer in
            writer.object { writer in
              writer.member("path", entry.path)
              writer.member("size", entry.size)
              writer.member("sha256", entry.sha256)
              writer.member("packedSha256", entry.packedSHA256)
            }
          }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  private static func created(_ provenance: Provenance, _ writer: inout JSONWriter) {
    writer.name("created")
    writer.object { writer in
      writer.member("time", provenance.created.text)
      writer.member("clock", provenance.clock)
      writer.member("timeZone", provenance.timeZone)
      writer.member("user", provenance.user)
      writer.member("host", provenance.host)
    }
  }

  private static func tool(_ provenance: Provenance, _ writer: inout JSONWriter) {
    writer.name("tool")
    writer.object { writer in
      writer.member("name", "pcicheck")
      writer.member("version", provenance.toolVersion)
      writer.member("sha256", provenance.binarySHA256)
    }
  }

  private static func policies(_ ruleSet: RuleSetSummary, _ provenance: Provenance, _ writer: inout JSONWriter) {
    writer.name("policies")
    writer.object { writer in
      writer.member("standard", ruleSet.standard)
      writer.member("standardVersion", ruleSet.standardVersion)
      writer.member("profile", ruleSet.profile)
      writer.member("rules", ruleSet.rules)
      writer.member("sha256", ruleSet.digest)
      writer.name("packs")
      writer.array { writer in
        for pack in provenance.packs {
          writer.object { writer in
            writer.member("id", pack.id)
            writer.member("version", pack.version)
            writer.member("sha256", pack.sha256)
          }
        }
      }
    }
    writer.name("parameters")
    writer.object { writer in
      for parameter in provenance.parameters {
        writer.name(parameter.name)
        writer.json(parameter.json)
      }
    }
    writer.name("run")
    writer.object { writer in
      writer.member("allowIncomplete", provenance.run.allowsIncomplete)
      writer.member("zones", provenance.run.declaresZones)
    }
    guard let configuration = provenance.configuration else { return }
    writer.name("configuration")
    writer.object { writer in
      writer.member("path", configuration.path)
      writer.member("sha256", configuration.sha256)
    }
  }

  private static func source(_ provenance: Provenance, _ writer: inout JSONWriter) {
    if let git = provenance.git {
      writer.name("git")
      writer.object { writer in
        writer.member("commit", git.commit)
        writer.member("remote", git.remote)
      }
    }
    if let pipeline = provenance.pipeline {
      writer.name("ci")
      writer.object { writer in
        writer.member("system", pipeline.system)
        writer.member("run", pipeline.run)
        writer.member("url", pipeline.url)
        writer.member("actor", pipeline.actor)
      }
    }
  }
}
