import Assessments
import Documents

/// Writes waivers: beside the findings that they cover, and what became of each.
enum WaiverJSON {
  static func write(_ waivers: [WaiverStatus], _ writer: inout JSONWriter) {
    writer.name("waivers")
    writer.array { writer in
      for entry in waivers {
        writer.object { members(of: entry, &$0) }
      }
    }
  }

  static func members(of entry: WaiverStatus, _ writer: inout JSONWriter) {
    writer.member("state", entry.state.rawValue)
    writer.member("location", entry.location?.description)
    writer.member("findings", entry.findings)
    writer.member("problem", entry.problem)
    guard let waiver = entry.waiver else { return }
    writer.name("waiver")
    write(waiver, &writer)
  }

  static func write(_ waiver: Waiver, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("kind", waiver.kind.rawValue)
      writer.member("rule", waiver.rule)
      writer.member("resources", waiver.resources)
      writer.member("reason", waiver.reason)
      writer.member("owner", waiver.owner)
      writer.member("ticket", waiver.ticket)
      writer.member("approvedBy", waiver.approvedBy)
      writer.member("created", waiver.created?.text)
      writer.member("expires", waiver.expires.text)
      writer.member("location", waiver.location.description)
      guard let sheet = waiver.worksheet else { return }
      writer.name("worksheet")
      writer.value(sheet)
    }
  }
}
