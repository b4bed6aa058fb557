/// The argument and result types of one form of a function.
public struct Signature: Hashable, Sendable {
  /// Called as `x.f(y)`; the receiver is the first parameter.
  public let isMethod: Bool
  public let parameters: [CELType]
  public let result: CELType
  /// Further arguments of the last parameter's type are allowed.
  public let isVariadic: Bool
  /// Whether there are type parameters in it.
  let isGeneric: Bool

  public init(isMethod: Bool = false, _ parameters: [CELType], _ result: CELType, isVariadic: Bool = false) {
    isGeneric = result.isGeneric || parameters.contains { $0.isGeneric }
    self.isMethod = isMethod
    self.parameters = parameters
    self.result = result
    self.isVariadic = isVariadic
  }

  func admits(isMethod: Bool, count: Int) -> Bool {
    self.isMethod == isMethod && (isVariadic ? count >= parameters.count : count == parameters.count)
  }

  /// The signature as a reader writes the call: `string.charAt(int) -> string`.
  func text(_ name: String) -> String {
    let arguments = (isMethod ? parameters.dropFirst() : parameters[...]).map(\.description)
    let list = arguments.joined(separator: ", ") + (isVariadic ? ", ..." : "")
    return "\(isMethod ? "\(parameters.first ?? .dyn)." : "")\(name)(\(list)) -> \(result)"
  }
}

/// A function with the signatures that one body serves (langdef, Functions).
public struct Function: Sendable {
  /// What a host writes: arguments in order, the receiver first. Thrown errors become CEL errors at the call.
  public typealias Body = @Sendable (inout EvaluationContext, [CELValue]) throws(EvaluationError) -> CELValue

  enum Implementation: Sendable {
    case nullary(@Sendable (inout EvaluationContext) -> CELValue)
    case unary(@Sendable (inout EvaluationContext, CELValue) -> CELValue)
    case binary(@Sendable (inout EvaluationContext, CELValue, CELValue) -> CELValue)
    case ternary(@Sendable (inout EvaluationContext, CELValue, CELValue, CELValue) -> CELValue)
    case quaternary(@Sendable (inout EvaluationContext, CELValue, CELValue, CELValue, CELValue) -> CELValue)
    case any(@Sendable (inout EvaluationContext, [CELValue]) -> CELValue)
    case declaredOnly
  }

  public let name: String
  public let signatures: [Signature]
  /// A strict function is not called with an unknown or erroneous argument: the result is that argument.
  let isStrict: Bool
  /// Calls with constant arguments are made once, when the program is linked.
  let isPure: Bool
  let implementation: Implementation

  init(_ name: String, _ signatures: [Signature], isStrict: Bool = true, _ implementation: Implementation) {
    self.name = name
    self.signatures = signatures
    self.isStrict = isStrict
    isPure = true
    self.implementation = implementation
  }

  /// A function of the host.
  /// - Parameters:
  ///   - isStrict: false to be called with unknown arguments too.
  ///   - isPure: false if the result depends on anything but the arguments, so that a call with constant arguments must
  ///     not be made ahead of evaluation.
  public init(
    _ name: String, _ signature: Signature, isStrict: Bool = true, isPure: Bool = false, _ body: @escaping Body
  ) {
    self.name = name
    signatures = [signature]
    self.isStrict = isStrict
    self.isPure = isPure
    implementation = .any { context, arguments in
      do throws(EvaluationError) {
        return try body(&context, arguments)
      } catch {
        return context.error(error)
      }
    }
  }

  /// A function of the host that takes one argument: no list of arguments is made for it.
  public init(
    _ name: String, _ signature: Signature, isStrict: Bool = true, isPure: Bool = false,
    unary body: @escaping @Sendable (inout EvaluationContext, CELValue) throws(EvaluationError) -> CELValue
  ) {
    self.name = name
    signatures = [signature]
    self.isStrict = isStrict
    self.isPure = isPure
    implementation = .unary { context, argument in
      do throws(EvaluationError) {
        return try body(&context, argument)
      } catch {
        return context.error(error)
      }
    }
  }

  /// The same for two arguments.
  public init(
    _ name: String, _ signature: Signature, isStrict: Bool = true, isPure: Bool = false,
    binary body: @escaping @Sendable (inout EvaluationContext, CELValue, CELValue) throws(EvaluationError) -> CELValue
  ) {
    self.name = name
    signatures = [signature]
    self.isStrict = isStrict
    self.isPure = isPure
    implementation = .binary { context, left, right in
      do throws(EvaluationError) {
        return try body(&context, left, right)
      } catch {
        return context.error(error)
      }
    }
  }

  /// The same for four arguments; it cannot fail.
  public init(
    _ name: String, _ signature: Signature, isStrict: Bool = true, isPure: Bool = false,
    quaternary body:
      @escaping @Sendable (
        inout EvaluationContext, CELValue, CELValue, CELValue, CELValue
      ) -> CELValue
  ) {
    self.name = name
    signatures = [signature]
    self.isStrict = isStrict
    self.isPure = isPure
    implementation = .quaternary(body)
  }

  /// A function that is declared for checking only; calling it is an error.
  public init(declared name: String, _ signatures: [Signature]) {
    self.name = name
    self.signatures = signatures
    isStrict = true
    isPure = false
    implementation = .declaredOnly
  }

  /// A method of the host: `receiver.name(arguments)`.
  public static func method(
    _ name: String, on receiver: CELType, _ arguments: [CELType] = [], returns result: CELType, isStrict: Bool = true,
    _ body: @escaping Body
  ) -> Function {
    Function(name, Signature(isMethod: true, [receiver] + arguments, result), isStrict: isStrict, body)
  }
}

extension Function {
  /// A method of the host without arguments: `receiver.name()`.
  public static func method(
    _ name: String, on receiver: CELType, returns result: CELType, isStrict: Bool = true,
    unary body: @escaping @Sendable (inout EvaluationContext, CELValue) throws(EvaluationError) -> CELValue
  ) -> Function {
    Function(name, Signature(isMethod: true, [receiver], result), isStrict: isStrict, unary: body)
  }
}

/// A named set of functions, offered together.
public struct FunctionLibrary: Sendable {
  public let name: String
  let functions: [Function]
  let constants: [String: CELData]

  public init(name: String, functions: [Function], constants: [String: CELData] = [:]) {
    self.name = name
    self.functions = functions
    self.constants = constants
  }
}
