import Diagnostics
import Documents

/// One line of a stream's output (docs/streaming.md).
enum StreamAnswer {
  /// The id as JSON, the line's place, and what writes the report.
  case assessed(String?, SourceLocation, (status: ExitStatus, write: (inout JSONWriter) -> Void))
  case refused(String?, SourceLocation, Diagnostic)

  var line: [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      switch self {
      case .assessed(let id, let location, let report):
        Self.name(id, location, &writer)
        writer.member("exitStatus", Int(report.status.rawValue))
        writer.name("report")
        report.write(&writer)
      case .refused(let id, let location, let problem):
        Self.name(id, location, &writer)
        writer.member("exitStatus", Int(ExitStatus.notAssessed.rawValue))
        writer.name("error")
        writer.object { writer in
          writer.member("location", problem.location?.description)
          writer.member("message", problem.message)
          writer.member("help", problem.help)
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  /// A caller that names its lines knows them by these names, wherever they stand: the same answer comes of the same
  /// request however the lines are shared out to processes.
  private static func name(_ id: String?, _ location: SourceLocation, _ writer: inout JSONWriter) {
    if let id {
      writer.name("id")
      writer.json(id)
    } else {
      writer.member("line", location.line ?? 0)
    }
  }
}
