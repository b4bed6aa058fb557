import Diagnostics
import Documents
import ResourceGraph

/// Writes where something stands in a configuration.
enum SourceTrailJSON {
  /// The member `source`.
  static func write(_ trail: SourceTrail, _ writer: inout JSONWriter) {
    writer.name("source")
    writer.object { writer in
      place(trail.place, &writer)
      guard !trail.calls.isEmpty else { return }
      writer.name("calls")
      writer.array { writer in for call in trail.calls { writer.object { writer in place(call, &writer) } } }
    }
  }

  private static func place(_ place: SourceLocation, _ writer: inout JSONWriter) {
    writer.member("file", place.file)
    if let line = place.line { writer.member("line", line) }
    if let column = place.column { writer.member("column", column) }
  }
}
