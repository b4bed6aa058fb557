import HCL

extension ModuleDeclarations {
  /// The suppressions in this module's comments, in source order.
  public var suppressions: [SourceSuppression] {
    files.enumerated().flatMap { index, file in
      file.comments.compactMap { comment in
        let text = file.source.text(comment.range)
        // Few comments are suppressions; the others need no target.
        guard text.contains("pcicheck:ignore") else { return nil }
        return SourceSuppression(
          text, target: target(of: comment, in: file), location: location(comment.range, file: index))
      }
    }
  }

  /// The block around a comment, else the one that follows it with nothing but comments between.
  private func target(of comment: Comment, in file: HCLFile) -> String? {
    let line = file.source.line(at: comment.range.start)
    let around = file.body.blocks.first {
      $0.range.contains(comment.range.start) || file.source.line(at: $0.range.start) == line
        || comment.isTrailing && file.source.line(at: $0.range.end) == line
    }
    if let around { return name(around) }
    var next = file.source.line(at: comment.range.end) + 1
    let commentLines = Set(file.comments.filter { !$0.isTrailing }.map { file.source.line(at: $0.range.start) })
    while commentLines.contains(next) { next += 1 }
    return file.body.blocks.first { file.source.line(at: $0.range.start) == next }.flatMap(name)
  }

  private func name(_ block: Block) -> String? {
    guard let first = block.label(0) else { return nil }
    let second = block.label(1) ?? ""
    switch block.type {
    case "resource": return "\(first).\(second)"
    case "data", "ephemeral": return "\(block.type).\(first).\(second)"
    case "module": return "module.\(first)"
    default: return nil
    }
  }
}
