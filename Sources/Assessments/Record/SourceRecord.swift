import Diagnostics
import Documents
import ResourceGraph
import Rules

/// Where something is written, as it stands in a record: the calls of modules that lead there, and the place last.
enum SourceRecord {
  static func encode(_ name: String, _ trail: SourceTrail, _ writer: inout JSONWriter) {
    writer.name(name)
    writer.array { writer in
      for place in trail.calls + [trail.place] {
        writer.object { writer in
          writer.member("file", place.file)
          if let line = place.line { writer.member("line", line) }
          if let column = place.column { writer.member("column", column) }
        }
      }
    }
  }

  static func decode(_ record: RecordReader, _ name: String) throws(Diagnostic) -> SourceTrail? {
    guard record.member(name) != nil else { return nil }
    var places: [SourceLocation] = []
    for entry in try record.records(name, "place") {
      func number(_ name: String) -> Int? { entry.member(name).flatMap { entry.arena.int($0) }.map { Int($0) } }
      places.append(SourceLocation(file: try entry.text("file"), line: number("line"), column: number("column")))
    }
    return places.last.map { SourceTrail(calls: Array(places.dropLast()), place: $0) }
  }
}
