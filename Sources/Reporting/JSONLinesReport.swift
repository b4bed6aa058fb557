import Assessments
import Diagnostics
import Documents

/// The JSON report as JSON Lines, for programs that read logs: one object a line, the run first, then what it says one
/// by one. `record` says what a line is.
public enum JSONLinesReport: ReportFormat {
  public static let name = "jsonl"

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    var lines: [UInt8] = []
    func line(_ body: (inout JSONWriter) -> Void) {
      var writer = JSONWriter()
      writer.object(body)
      writer.endLine()
      lines += writer.bytes
    }
    line { writer in
      writer.member("record", "run")
      JSONReport.head(assessment, options, &writer)
      if let baseline = assessment.baseline { ChangeJSON.baseline(baseline, &writer) }
    }
    for entry in assessment.diagnostics {
      line { writer in
        writer.member("record", "diagnostic")
        JSONReport.members(of: entry, &writer)
      }
    }
    for entry in assessment.waivers {
      line { writer in
        writer.member("record", "waiver")
        WaiverJSON.members(of: entry, &writer)
      }
    }
    for entry in assessment.fixed {
      line { writer in
        writer.member("record", "fixed")
        ChangeJSON.members(of: entry, assessment, &writer)
      }
    }
    for entry in assessment.observations {
      line { writer in
        writer.member("record", "observation")
        JSONReport.members(of: entry, assessment, &writer)
      }
    }
    return lines
  }
}
