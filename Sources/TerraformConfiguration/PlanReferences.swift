import HCL

extension Expression {
  /// What the expression refers to, by Terraform's rules; traversals that name nothing are left out.
  public var references: [ConfigurationReference] { traversals.compactMap(ConfigurationReference.init) }

  /// The references as a plan's JSON lists them for this expression: each in full, then shortened step by step down
  /// to what it refers to (Terraform, "JSON Output Format", expression representation).
  public var planReferences: [String] { references.flatMap(\.planReferences) }
}

extension ConfigurationReference {
  /// This reference as a plan's JSON lists it: `aws_vpc.a[0].id`, `aws_vpc.a[0]`, `aws_vpc.a`.
  public var planReferences: [String] {
    let subjects = subjectTexts
    var list: [String] = []
    var steps = remaining[...]
    while !steps.isEmpty {
      list.append(subjects[0] + steps.map(Self.text).joined())
      steps.removeLast()
    }
    return list + subjects
  }

  /// The subject, and what else the plan lists for it.
  private var subjectTexts: [String] {
    switch subject {
    case .resource(let mode, let type, let name, let key):
      Self.withKey("\(mode.prefix)\(type).\(name)", key)
    case .variable(let name): ["var.\(name)"]
    case .local(let name): ["local.\(name)"]
    case .module(let call, let key): Self.withKey("module.\(call)", key)
    case .output(let call, let key, let name):
      ["module.\(call)\(key?.text ?? "").\(name)", "module.\(call)\(key?.text ?? "")"]
    case .special(let group, let name): ["\(group).\(name)"]
    case .selfInstance: ["self"]
    }
  }

  private static func withKey(_ text: String, _ key: IterationKey?) -> [String] {
    key.map { [text + $0.text, text] } ?? [text]
  }

  /// A step behind the subject, keys in Go's quoting, which differs from that of instance keys.
  private static func text(_ step: Traversal.Step) -> String {
    switch step.kind {
    case .attribute(let name): ".\(name)"
    case .index(let number): "[\(wholeNumber(number).map(String.init) ?? number)]"
    case .key(let key): "[\"\(key.unicodeScalars.map(goEscape).joined())\"]"
    }
  }

  private static func goEscape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\u{7}": return "\\a"
    case "\u{8}": return "\\b"
    case "\u{C}": return "\\f"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\u{B}": return "\\v"
    default: break
    }
    if isPrintable(scalar) { return String(scalar) }
    if scalar.value < 0x80 { return "\\x" + hexadecimal(scalar.value, digits: 2) }
    return scalar.value < 0x10000
      ? "\\u" + hexadecimal(scalar.value, digits: 4) : "\\U" + hexadecimal(scalar.value, digits: 8)
  }
}
