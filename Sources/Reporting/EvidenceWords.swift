import Assessments
import Diagnostics

/// Evidence in words for a terminal.
enum EvidenceWords {
  static func value(_ value: EvidenceValue) -> String {
    switch value {
    // A list of blocks that was read as a whole is for programs; its beginning is enough to recognise it.
    case .json(let text): "= \(safeText(text, limit: text.hasPrefix("[{") || text.hasPrefix("{") ? 60 : 200))"
    case .absent: "is not set"
    case .redacted: "= (sensitive)"
    case .unknown(let cause, let detail):
      switch cause {
      case "not-configured": "is known only after apply: nobody set it"
      case "derived": "is known only after apply: from \(safeText(detail))"
      default: "is not known: \(safeText(detail))"
      }
    }
  }

  static func assumption(_ read: AttributeRead) -> String {
    read.assumed.map { "  (assumed: \($0.because); \($0.source))" } ?? ""
  }

  static func relation(_ read: RelationRead) -> String {
    guard let to = read.to else { return "\(read.name): \(read.doubt.map { safeText($0) } ?? "none found")" }
    let through = read.through.isEmpty ? "" : " through \(read.through.map { safeText($0) }.joined(separator: ", "))"
    let how = read.resolution.map { " [\($0.rawValue)\(through)]" } ?? ""
    return "\(read.name): \(safeText(to))\(how)"
  }
}
