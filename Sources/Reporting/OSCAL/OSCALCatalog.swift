import Assessments
import Documents
import Rules

/// The numbers and our own short titles of a standard as an OSCAL catalog; its wording is not ours to give.
struct OSCALCatalog {
  let context: OSCALContext
  let standard: StandardEvidence

  var bytes: [UInt8] {
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.name("catalog")
      writer.object { writer in
        writer.member("uuid", OSCALContext.fixedUUID("catalog \(standard.standard) \(standard.version)"))
        context.metadata("\(standard.title): numbers and short titles of pcicheck's own", &writer)
        writer.name("groups")
        writer.array { writer in
          for entry in standard.requirements where entry.level == .principal { principal(entry, &writer) }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  private func principal(_ entry: RequirementEvidence, _ writer: inout JSONWriter) {
    let below = standard.requirements.filter { $0.id.hasPrefix("\(entry.id).") }
    let sections = below.filter { section in
      section.level == .section && below.contains { $0.level == .requirement && $0.id.hasPrefix("\(section.id).") }
    }
    let loose = below.filter { item in
      item.level == .requirement && !sections.contains { item.id.hasPrefix("\($0.id).") }
    }
    group(entry, &writer) { writer in
      if !sections.isEmpty {
        writer.name("groups")
        writer.array { writer in
          for section in sections {
            let items = below.filter { $0.level == .requirement && $0.id.hasPrefix("\(section.id).") }
            group(section, &writer) { controls(items, &$0) }
          }
        }
      }
      controls(loose, &writer)
    }
  }

  private func group(
    _ entry: RequirementEvidence, _ writer: inout JSONWriter, _ content: (inout JSONWriter) -> Void
  ) {
    writer.object { writer in
      writer.member("id", OSCALContext.controlID(entry.id))
      writer.member("title", "\(entry.id) \(entry.title)")
      content(&writer)
    }
  }

  private func controls(_ items: [RequirementEvidence], _ writer: inout JSONWriter) {
    guard !items.isEmpty else { return }
    writer.name("controls")
    writer.array { writer in for item in items { control(item, &writer) } }
  }

  private func control(_ item: RequirementEvidence, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", OSCALContext.controlID(item.id))
      writer.member("class", "\(standard.standard)-\(standard.version)")
      writer.member("title", item.title)
      writer.name("props")
      writer.array { writer in
        OSCALContext.property("label", item.id, isOwn: false, &writer)
        OSCALContext.property("sort-id", Self.sortID(item.id), isOwn: false, &writer)
        OSCALContext.property("infrastructure-evidence", item.coverage ?? "none", &writer)
      }
      writer.name("parts")
      writer.array { writer in
        writer.object { writer in
          writer.member("id", OSCALContext.objectiveID(item.id))
          writer.member("name", "assessment-objective")
          writer.member("prose", "See \(standard.title), \(item.id).")
        }
      }
    }
  }

  /// `A1.02.03`: text that sorts as the numbers do.
  private static func sortID(_ id: String) -> String {
    id.split(separator: ".").map { $0.count < 2 ? "0\($0)" : String($0) }.joined(separator: ".")
  }
}
