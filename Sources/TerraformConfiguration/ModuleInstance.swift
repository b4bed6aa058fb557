/// A module instance: the calls that lead to it from the root module, each with its key.
public struct ModuleInstance: Hashable, Sendable, CustomStringConvertible {
  /// One call on the way.
  public struct Step: Hashable, Sendable {
    /// The name of the `module` block.
    public let call: String
    /// The key if the block has `count` or `for_each`.
    public let key: IterationKey?

    /// A call with its key.
    public init(_ call: String, _ key: IterationKey? = nil) {
      self.call = call
      self.key = key
    }
  }

  /// The calls from the root on.
  public let steps: [Step]

  /// The module instance that calls lead to.
  public init(_ steps: [Step] = []) { self.steps = steps }

  /// The root module.
  public static let root = ModuleInstance()

  /// Reads `module.a["x"].module.b[0]`, empty for the root; nil for anything else.
  public init?(_ text: String) {
    var scanner = AddressScanner(text)
    guard let module = scanner.module(), scanner.isAtEnd else { return nil }
    self = module
  }

  /// The module that holds the call, nil for the root.
  public var parent: ModuleInstance? { steps.isEmpty ? nil : ModuleInstance(Array(steps.dropLast())) }

  /// The place in the configuration, which knows no keys.
  public var path: [String] { steps.map(\.call) }

  /// The instance of a call in this module.
  public func appending(_ call: String, _ key: IterationKey? = nil) -> ModuleInstance {
    ModuleInstance(steps + [Step(call, key)])
  }

  /// The address as Terraform writes it, empty for the root.
  public var description: String {
    steps.map { "module.\($0.call)\($0.key?.text ?? "")" }.joined(separator: ".")
  }
}
