import HCL

/// What a traversal refers to, by Terraform's rules (Terraform language, "References to Named Values").
public struct ConfigurationReference: Hashable, Sendable {
  /// The things that have names.
  public enum Subject: Hashable, Sendable {
    /// `aws_vpc.this`, `data.aws_ami.x[0]`, `resource.aws_vpc.this`
    case resource(mode: ResourceMode, type: String, name: String, key: IterationKey?)
    /// `var.name`
    case variable(String)
    /// `local.name`
    case local(String)
    /// `module.call`, or `module.call[0]` with nothing behind it
    case module(call: String, key: IterationKey?)
    /// `module.call[0].output`
    case output(call: String, key: IterationKey?, name: String)
    /// `each.key`, `count.index`, `path.module`, `terraform.workspace`: group and name
    case special(String, String)
    /// `self`
    case selfInstance
  }

  /// The thing referred to.
  public let subject: Subject
  /// The steps into it.
  public let remaining: [Traversal.Step]
  /// Where the traversal stands.
  public let range: SourceRange

  /// Interprets a traversal; nil if it names nothing that Terraform has.
  public init?(_ traversal: Traversal) {
    guard let (subject, count) = Self.interpret(traversal) else { return nil }
    self.subject = subject
    remaining = Array(traversal.steps.dropFirst(count))
    range = traversal.range
  }

  /// - Returns: the subject and how many steps belong to it.
  private static func interpret(_ traversal: Traversal) -> (Subject, Int)? {
    let first = traversal.name(0)
    switch traversal.root {
    case "self": return (.selfInstance, 0)
    case "var": return first.map { (.variable($0), 1) }
    case "local": return first.map { (.local($0), 1) }
    case "each", "count", "path", "terraform", "tofu": return first.map { (.special(traversal.root, $0), 1) }
    case "module": return first.map { module($0, traversal) }
    case "data": return resource(.data, traversal, offset: 1)
    case "ephemeral": return resource(.ephemeral, traversal, offset: 1)
    case "resource": return resource(.managed, traversal, offset: 1)
    default: return resource(.managed, traversal, offset: 0)
    }
  }

  private static func module(_ call: String, _ traversal: Traversal) -> (Subject, Int) {
    let key = traversal.steps.count > 1 ? iterationKey(traversal.steps[1]) : nil
    let outputPlace = key == nil ? 1 : 2
    guard let output = traversal.name(outputPlace) else { return (.module(call: call, key: key), outputPlace) }
    return (.output(call: call, key: key, name: output), outputPlace + 1)
  }

  private static func resource(_ mode: ResourceMode, _ traversal: Traversal, offset: Int) -> (Subject, Int)? {
    let type = offset == 0 ? traversal.root : traversal.name(0)
    guard let type, let name = traversal.name(offset) else { return nil }
    let key = traversal.steps.count > offset + 1 ? iterationKey(traversal.steps[offset + 1]) : nil
    return (.resource(mode: mode, type: type, name: name, key: key), offset + (key == nil ? 1 : 2))
  }

  private static func iterationKey(_ step: Traversal.Step) -> IterationKey? {
    switch step.kind {
    case .attribute: nil
    case .key(let key): .key(key)
    case .index(let number): wholeNumber(number).map(IterationKey.index)
    }
  }
}

/// The value of a number that is whole, however it is written.
func wholeNumber(_ text: String) -> Int? { Int(text) ?? Double(text).flatMap { Int(exactly: $0) } }
