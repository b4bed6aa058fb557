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

  /// - Parameter expressions: those of the resource's configuration.
  static func replacements(
    type: String, action: ChangeAction, after: ValueNode?, _ expressions: NodeID?, _ keys: PlanKeys,
    _ builder: borrowing ValueArenaBuilder
  ) -> [KeyID: ValueNode] {
    guard action == .create || action == .replace, let name = arguments[type], let after, let expressions,
      let key = builder.arena.strings.key(name), let planned = builder.member(key, of: after), planned.kind == .string,
      let expression = builder.arena.member(expressions, key),
      let text = builder.arena.member(expression, keys.constantValue), builder.arena[text].kind == .string
    else { return [:] }
    return [key: builder.arena[text]]
  }
}
