/// A type of the checker (langdef, Gradual Type Checking): CEL's own types, and the record types that a host declares.
public indirect enum CELType: Hashable, Sendable {
  /// The union of all types; what is not known before evaluation.
  case dyn
  case null
  case bool
  case int
  case uint
  case double
  /// An int or a double, whichever the data holds: JSON does not distinguish them.
  case number
  case string
  case bytes
  case timestamp
  case duration
  case list(CELType)
  case map(CELType, CELType)
  /// The type of a type: `type(1)` is of type `type(int)`.
  case type(CELType)
  /// A scalar that may also be null (the specification's wrapper types).
  case nullable(CELType)
  /// A record type by name, declared with ``Declarations/declare(record:)``.
  case record(String)
  /// As a parameter of a function: a record of any type.
  case anyRecord
  /// A type of a library or host, opaque but for its functions: `optional_type(int)`, `net.IP`.
  case abstract(String, [CELType])
  /// A type parameter of a function's signature.
  case parameter(String)
  /// A type that the checker is still looking for; never visible outside it.
  case variable(Int)

  /// The type of an optional value (the optional library).
  public static func optional(_ element: CELType) -> CELType { .abstract("optional_type", [element]) }

  /// Whether there is a type parameter in it.
  var isGeneric: Bool {
    switch self {
    case .parameter: true
    case .list(let inner), .type(let inner), .nullable(let inner): inner.isGeneric
    case .map(let key, let value): key.isGeneric || value.isGeneric
    case .abstract(_, let parameters): parameters.contains { $0.isGeneric }
    default: false
    }
  }

  /// The element type if this is an optional.
  var optionalElement: CELType? {
    if case .abstract("optional_type", let parameters) = self { return parameters.first }
    return nil
  }
}

extension CELType: CustomStringConvertible {
  /// The type as the specification writes it.
  public var description: String {
    switch self {
    case .dyn: "dyn"
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .number: "number"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .type(.dyn): "type"
    case .type(let type): "type(\(type))"
    case .nullable(let type): "nullable(\(type))"
    case .record(let name): name
    case .anyRecord: "record"
    case .abstract(let name, let parameters):
      parameters.isEmpty ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
    case .parameter(let name): name
    case .variable: "_"
    }
  }

  /// The name of the runtime type: `list` for every list type.
  public var runtimeName: String {
    switch self {
    case .list: "list"
    case .map: "map"
    case .type: "type"
    case .nullable(let type): type.runtimeName
    case .record, .anyRecord: "map"
    case .abstract(let name, _): name
    default: description
    }
  }
}
