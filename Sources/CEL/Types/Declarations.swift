/// What an expression may name: variables with their types, functions, record types, constants, and the container
/// that short names are looked up in (langdef, Name Resolution).
public struct Declarations: Sendable {
  /// The place of a variable's value at run time; variables are numbered in the order of their declaration.
  public struct Slot: Hashable, Sendable {
    public let index: Int

    public init(_ index: Int) { self.index = index }
  }

  /// A dotted prefix that names are tried with, longest first.
  public var container: String
  /// Asked for record types that are not declared here.
  public var recordTypes: (any RecordTypeProvider)?
  public private(set) var variables: [(name: String, type: CELType)] = []
  private var slots: [String: Int] = [:]
  private var records: [String: RecordType] = [:]
  private(set) var constants: [String: CELData] = [:]
  private(set) var functions: [String: [Function]]
  /// What the dotted names of variables, constants and functions begin with: most names of an expression begin
  /// otherwise, and nothing has to be put together to look them up.
  private var namespaces: [String] = []

  /// - Parameter libraries: the function libraries to offer beside the standard definitions.
  public init(container: String = "", libraries: [FunctionLibrary] = FunctionLibrary.all) {
    self.container = container
    functions = [:]
    functions.reserveCapacity(libraries.reduce(FunctionLibrary.standard.functions.count) { $0 + $1.functions.count })
    for library in [FunctionLibrary.standard] + libraries {
      for function in library.functions { declare(function: function) }
      for (name, value) in library.constants where constants[name] == nil { declare(constant: name, value) }
    }
  }

  private mutating func note(_ name: String) {
    guard let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")) else { return }
    let root = String(name[..<dot])
    if !namespaces.contains(root) { namespaces.append(root) }
  }

  /// Whether a dotted name that begins with `root` can be that of a variable, a constant or a function.
  func isNamespace(_ root: String) -> Bool { !container.isEmpty || namespaces.contains(root) }

  /// Declares a variable, possibly with a dotted name; declaring a name again changes its type.
  @discardableResult
  public mutating func declare(variable name: String, _ type: CELType) -> Slot {
    if let index = slots[name] {
      variables[index].type = type
      return Slot(index)
    }
    slots[name] = variables.count
    note(name)
    variables.append((name, type))
    return Slot(variables.count - 1)
  }

  public mutating func declare(record: RecordType) { records[record.name] = record }

  /// Declares a name that always has the same value.
  public mutating func declare(constant name: String, _ value: CELData) {
    constants[name] = value
    note(name)
  }

  /// Declares a function or method; overloads of one name must differ in their argument types.
  public mutating func declare(function: Function) {
    functions[function.name, default: []].append(function)
    note(function.name)
  }

  /// The slot of a declared variable.
  public func slot(_ name: String) -> Slot? { slots[name].map(Slot.init) }

  func recordType(_ name: String) -> RecordType? { records[name] ?? recordTypes?.recordType(named: name) }

  /// The declared type of a record's member.
  func type(ofMember member: String, in record: String) -> CELType? {
    records[record]?.fields[member] ?? recordTypes?.type(ofMember: member, in: record)
  }

  /// The full names that `name` may stand for, in the order in which they are tried.
  func candidates(_ name: String, isAbsolute: Bool) -> [String] {
    guard !isAbsolute, !container.isEmpty else { return [name] }
    var parts = container.split(separator: ".")
    var result: [String] = []
    while !parts.isEmpty {
      result.append(parts.joined(separator: ".") + "." + name)
      parts.removeLast()
    }
    return result + [name]
  }
}
