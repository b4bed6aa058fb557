/// The protocol-buffer messages that have a meaning without protocol buffers: wrappers and JSON values
/// (langdef, Dynamic Values), timestamps and durations.
enum WellKnownMessage {
  private static let types: [String: CELType] = [
    "BoolValue": .nullable(.bool), "StringValue": .nullable(.string), "BytesValue": .nullable(.bytes),
    "Int32Value": .nullable(.int), "Int64Value": .nullable(.int), "UInt32Value": .nullable(.uint),
    "UInt64Value": .nullable(.uint), "FloatValue": .nullable(.double), "DoubleValue": .nullable(.double),
    "Value": .dyn, "Any": .dyn, "ListValue": .list(.dyn), "Struct": .map(.string, .dyn), "Timestamp": .timestamp,
    "Duration": .duration,
  ]

  /// The CEL type that a construction of message `name` has, nil for messages that are not known here.
  static func type(of name: String) -> CELType? {
    guard name.hasPrefix("google.protobuf.") else { return nil }
    return types[String(name.dropFirst("google.protobuf.".count))]
  }
}
