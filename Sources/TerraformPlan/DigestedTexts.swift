import ResourceGraph
import Values

/// Texts of which a plan keeps a digest only, taken from its configuration where they stand there as they are.
///
/// The AWS provider stores the SHA-1 digest of `user_data` in place of the text (its resource `aws_instance` and those with
/// the same argument). What is created gets the text of the configuration; what exists may have been made from another one.
enum DigestedTexts {
  private static let arguments: [String: String] = [
    "aws_instance": "user_data",
    "aws_spot_instance_request": "user_data",
    "aws_launch_configuration": "user_data",
  ]

  static func replacements(
    type: String, action: ChangeAction, after: ValueNode?, _ expressions: Expressions,
    _ builder: borrowing ValueArenaBuilder
  ) -> [KeyID: ValueNode] {
    guard let name = arguments[type], action == .create || action == .replace, let after,
      let key = builder.arena.strings.key(name), let planned = builder.member(key, of: after), planned.kind == .string,
      let text = expressions.constant(name, builder.arena)
    else { return [:] }
    return [key: text]
  }
}
