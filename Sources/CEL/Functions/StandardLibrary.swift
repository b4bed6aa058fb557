/// The standard definitions (langdef, List of Standard Definitions).
extension FunctionLibrary {
  static let standard = FunctionLibrary(
    name: "standard", functions: operators + conversions + texts + times, constants: typeNames)

  /// Every library of this package.
  public static let all: [FunctionLibrary] = [
    .strings, .math, .lists, .sets, .optionals, .encoders, .network, .url, .quantity, .semver, .regex,
  ]

  /// Types as values (langdef, Type Values).
  private static let typeNames: [String: CELData] = {
    let names = [
      "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type",
      "google.protobuf.Timestamp", "google.protobuf.Duration",
    ]
    return Dictionary(uniqueKeysWithValues: names.map { ($0, CELData.type($0)) })
  }()

  /// Operators are called by the code generator itself; their signatures are for the checker.
  private static let operators: [Function] = {
    let numbers: [CELType] = [.int, .uint, .double]
    func same(_ types: [CELType], _ result: CELType? = nil) -> [Signature] {
      types.map { Signature([$0, $0], result ?? $0) }
    }
    let mixed = numbers.flatMap { left in
      numbers.filter { $0 != left }.map { Signature([left, $0], .bool) }
    }
    let order = same([.int, .uint, .double, .string, .bool, .bytes, .timestamp, .duration], .bool) + mixed
    let list = CELType.list(.parameter("A"))
    let sums =
      same([.int, .uint, .double, .string, .bytes, .duration])
      + [
        Signature([list, list], list), Signature([.timestamp, .duration], .timestamp),
        Signature([.duration, .timestamp], .timestamp),
      ]
    let differences =
      same([.int, .uint, .double, .duration])
      + [Signature([.timestamp, .timestamp], .duration), Signature([.timestamp, .duration], .timestamp)]
    let key = CELType.parameter("A")
    let containment = [
      Signature([key, list], .bool), Signature([key, .map(key, .parameter("B"))], .bool),
    ]
    var functions = ["_<_", "_<=_", "_>_", "_>=_"].map { Function(declared: $0, order) }
    functions += [
      Function(declared: "_+_", sums), Function(declared: "_-_", differences),
      Function(declared: "_*_", same(numbers)), Function(declared: "_/_", same(numbers)),
      Function(declared: "_%_", same([.int, .uint])), Function(declared: "@in", containment),
      Function(declared: "!_", [Signature([.bool], .bool)]),
      Function(declared: "-_", [Signature([.int], .int), Signature([.double], .double)]),
    ]
    return functions
  }()

  private static let texts: [Function] = [
    text(.contains) { subject, part in Bytes.find(part, in: subject, from: 0) != nil },
    text(.startsWith) { subject, part in subject.starts(with: part) },
    text(.endsWith) { subject, part in subject.count >= part.count && subject.suffix(part.count).elementsEqual(part) },
    Function(
      "matches", [Signature([.string, .string], .bool), Signature(isMethod: true, [.string, .string], .bool)],
      isStrict: false,
      .binary { context, subject, pattern in context.matches(subject, pattern) }),
    Function("size", sizes(isMethod: false) + sizes(isMethod: true), .unary { context, value in context.size(value) }),
  ]

  private static func sizes(isMethod: Bool) -> [Signature] {
    let types: [CELType] = [.string, .bytes, .list(.parameter("A")), .map(.parameter("A"), .parameter("B"))]
    return types.map { Signature(isMethod: isMethod, [$0], .int) }
  }

  /// A predicate of two strings, as a method.
  private static func text(
    _ predicate: TextPredicate,
    _ body: @escaping @Sendable (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Function {
    Function(
      predicate.rawValue, [Signature(isMethod: true, [.string, .string], .bool)], isStrict: false,
      .binary { context, subject, part in
        if subject.isAbnormal || part.isAbnormal { return context.decided(predicate, subject, part) }
        guard subject.isString, part.isString else {
          return context.noSuchOverload(predicate.rawValue, subject, part)
        }
        context.budget -= Int(subject.high) >> 4
        return .bool(context.withBytes(subject, part, body))
      })
  }
}

extension EvaluationContext {
  /// `size(x)`: code points of a string, bytes, elements or entries.
  mutating func size(_ value: CELValue) -> CELValue {
    switch value.tag {
    case .string, .text:
      budget -= Int(value.high) >> 6
      return .int(withBytes(value) { Bytes.scalarCount($0) })
    case .bytes, .map, .nodeMap: return .int(Int(value.high))
    case .list, .nodeList: return doubt(inList: value) ?? .int(Int(value.high))
    default: return noSuchOverload("size", value)
    }
  }
}
