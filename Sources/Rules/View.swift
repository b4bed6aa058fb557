import Diagnostics

/// One shape for different types: `policies/views/<name>.yaml`.
public struct View: Sendable {
  public let name: String
  public let expressions: [String: RuleExpression]

  static func decode(_ file: PolicyFile) throws(Diagnostic) -> View {
    let (arena, root) = try file.load()
    let record = try RecordReader(arena, root, file: file.path, what: "view")
    try record.checkMembers(["name", "description", "types"])
    guard case .byType(let expressions) = try RuleDecoder.typedExpression(record, try record.required("types")) else {
      throw record.problem("`types` maps each type to an expression", at: root)
    }
    return View(name: try record.text("name"), expressions: expressions)
  }
}
