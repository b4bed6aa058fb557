import Diagnostics
import Rules
import Values

extension RecordReader {
  /// A text with its place; nil if the member is absent or null.
  func textSetting(_ name: String) throws(Diagnostic) -> Setting<String>? {
    guard let member = present(name) else { return nil }
    let text = try text(at: member, name)
    guard !text.isEmpty else { throw problem("`\(name)` is empty", at: member) }
    return Setting(text, at: location(member))
  }

  func boolSetting(_ name: String) throws(Diagnostic) -> Setting<Bool>? {
    guard let member = present(name), let value = try optionalBool(name) else { return nil }
    return Setting(value, at: location(member))
  }

  func choiceSetting<Choice: CaseIterable & RawRepresentable<String> & Sendable>(_ name: String, _ type: Choice.Type)
    throws(Diagnostic) -> Setting<Choice>?
  {
    guard let member = present(name) else { return nil }
    return Setting(try choice(name, type), at: location(member))
  }

  /// The texts of a list, each with its place; a single text counts as a list of one.
  func textSettings(_ name: String) throws(Diagnostic) -> [Setting<String>] {
    guard let member = present(name) else { return [] }
    guard arena[member].kind == .list else {
      return [Setting(try nonEmptyText(member, name), at: location(member))]
    }
    var result: [Setting<String>] = []
    for child in arena.children(member) {
      result.append(Setting(try nonEmptyText(child, name), at: location(child)))
    }
    return result
  }

  /// The records of a list; empty if the member is absent or null.
  func presentRecords(_ name: String, _ what: String) throws(Diagnostic) -> [RecordReader] {
    present(name) == nil ? [] : try records(name, what)
  }

  /// A mapping below this one; nil if the member is absent or null, as where everything in it is commented out.
  func section(_ name: String) throws(Diagnostic) -> RecordReader? {
    guard let member = present(name) else { return nil }
    return try record(member, "section `\(name)`")
  }

  /// A member that is there and not null.
  func present(_ name: String) -> NodeID? {
    member(name).flatMap { arena[$0].kind == .null ? nil : $0 }
  }

  private func nonEmptyText(_ member: NodeID, _ name: String) throws(Diagnostic) -> String {
    let text = try text(at: member, name)
    guard !text.isEmpty else { throw problem("`\(name)` has an empty text", at: member) }
    return text
  }
}
