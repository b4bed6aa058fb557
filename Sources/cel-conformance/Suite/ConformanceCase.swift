import CEL

/// One case of the specification's suite.
public struct ConformanceCase: Sendable {
  public let section: String
  public let name: String
  public let expression: String
  private let json: JSON

  public enum Outcome: Equatable, Sendable {
    case passed
    case failed(String)
    case skipped(String)
  }

  /// Reads one line of a conformance file.
  public init(_ json: JSON) {
    self.json = json
    section = json["section"]?.string ?? ""
    name = json["name"]?.string ?? ""
    expression = json["expr"]?.string ?? ""
  }

  /// Cases whose expected value contradicts the specification.
  private static let disputed: [String: String] = {
    let reason = "disputed: the expected bytes have a backslash that the literal has not (String and Bytes Values)"
    return [
      "bytes_literals/triple_single_quoted_unescaped_punctuation b''' ? \" ' ` '''": reason,
      "bytes_literals/triple_double_quoted_unescaped_punctuation b\"\"\" ? \" ' ` \"\"\"": reason,
    ]
  }()

  public func run() -> Outcome {
    if let reason = Self.disputed["\(section)/\(name) \(expression)"] { return .skipped(reason) }
    let declarations: Declarations
    switch makeDeclarations() {
    case .success(let made): declarations = made
    case .failure(let reason): return .skipped(reason.text)
    }
    let program: Program
    do throws(ExpressionError) {
      let parsed = try CELExpression(expression)
      let isUnchecked = json["disable_check"]?.isTrue == true
      program = isUnchecked ? parsed.unchecked(against: declarations) : try parsed.checked(against: declarations)
    } catch {
      return wantsError ? .passed : .failed("does not compile: \(error)")
    }
    if let wanted = json["deduced_type"], let type = TaggedValue.type(wanted), program.resultType != type {
      return .failed("the checker finds \(program.resultType), not \(type)")
    }
    if json["check_only"]?.isTrue == true { return .passed }
    return evaluate(program, declarations)
  }

  private var wantsError: Bool {
    guard let error = json["error"] else { return false }
    return error != .null
  }

  // MARK: environment

  private struct Unsupported: Error {
    let text: String
  }

  private func makeDeclarations() -> Result<Declarations, Unsupported> {
    var declarations = Declarations(container: json["container"]?.string ?? "")
    TestEnumeration.declare(in: &declarations, isStrong: section.hasPrefix("strong"))
    for declaration in json["type_env"]?.array ?? [] {
      let name = declaration["name"]?.string ?? ""
      if let ident = declaration["ident"] {
        guard let type = ident["type"].flatMap({ TaggedValue.type($0) }) else {
          return .failure(Unsupported(text: "needs protocol-buffer messages"))
        }
        declarations.declare(variable: name, type)
      }
      for overload in declaration["function"]?["overloads"]?.array ?? [] {
        let parameters = (overload["params"]?.array ?? []).compactMap { TaggedValue.type($0) }
        let result = overload["resultType"].flatMap { TaggedValue.type($0) } ?? .dyn
        let isMethod = overload["isInstanceFunction"]?.isTrue == true
        let signature = Signature(isMethod: isMethod, parameters, result)
        declarations.declare(function: Function(declared: name, [signature]))
      }
    }
    for (name, _) in json["bindings"]?.members ?? [] where declarations.slot(name) == nil {
      declarations.declare(variable: name, .dyn)
    }
    return .success(declarations)
  }

  private func evaluate(_ program: Program, _ declarations: Declarations) -> Outcome {
    var evaluator = Evaluator()
    let linked = evaluator.link(program)
    for variable in declarations.variables {
      let slot = declarations.slot(variable.name) ?? Declarations.Slot(0)
      if let binding = json["bindings"]?[variable.name] {
        guard let data = TaggedValue.data(binding) else { return .skipped("needs protocol-buffer messages") }
        evaluator.set(slot, to: data)
      } else {
        evaluator[slot] = evaluator.makeError(EvaluationError(.undeclared, "`\(variable.name)` is not bound"))
      }
    }
    switch evaluator.result(linked) {
    case .error(let error): return wantsError ? .passed : .failed("error: \(error.rendered(in: expression))")
    case .unknown: return .failed("the result is unknown")
    case .value(let value):
      guard let found = evaluator.data(value) else { return .failed("the result contains an error") }
      if wantsError { return .failed("an error is expected; the result is \(found)") }
      return compare(found)
    }
  }

  private func compare(_ found: CELData) -> Outcome {
    guard let expected = json["expected"], expected != .null else {
      return found == .bool(true) ? .passed : .failed("expected true; the result is \(found)")
    }
    guard let wanted = TaggedValue.data(expected) else { return .skipped("needs protocol-buffer messages") }
    return Self.isSame(found, wanted) ? .passed : .failed("expected \(wanted); the result is \(found)")
  }

  /// Equal with types: 1 and 1u differ, NaN is NaN, the order of a map's entries does not matter.
  private static func isSame(_ left: CELData, _ right: CELData) -> Bool {
    switch (left, right) {
    case (.double(let one), .double(let other)): one == other || (one.isNaN && other.isNaN)
    case (.list(let one), .list(let other)): one.count == other.count && zip(one, other).allSatisfy { isSame($0, $1) }
    case (.map(let one), .map(let other)):
      one.count == other.count
        && one.allSatisfy { entry in
          other.contains { isSame($0.key, entry.key) && isSame($0.value, entry.value) }
        }
    case (.optional(let one?), .optional(let other?)): isSame(one, other)
    default: left == right
    }
  }
}
