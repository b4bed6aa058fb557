import Diagnostics
import Documents
import Values

/// The examples of a rule, and the same examples with one value changed.
public struct ExampleBook: Sendable {
  private let file: PolicyFile
  private let library: PolicyLibrary
  private let arena: ValueArena
  private let nodes: [NodeID]
  /// What examples have at `type.path`, each value once.
  private let values: [String: [NodeID]]

  /// A step from a value to a value in it.
  public enum Step: Hashable, Sendable {
    case member(String)
    case element(Int)
  }

  /// What takes the place of a value.
  public enum Replacement: Hashable, Sendable {
    case null
    case emptyMap
    case mapOfOne
    /// A block that says nothing.
    case listOfOne
    case value(ParameterValue)
    /// A value of another example of the rule.
    case node(NodeID)
    /// Known only after apply, and from nothing that can be traced.
    case unknown
  }

  /// A value in an example.
  public struct Place: Hashable, Sendable {
    public let address: String
    public let steps: [Step]
  }

  /// Nil for a rule without examples.
  public init?(_ file: PolicyFile, _ library: PolicyLibrary) throws(Diagnostic) {
    guard let (arena, root) = try file.loadExamples() else { return nil }
    self.file = file
    self.library = library
    self.arena = arena
    nodes = Array(arena.children(root))
    var collector = ValueCollector(arena: arena)
    for node in nodes {
      for resource in arena.children(node, of: "given") {
        guard let address = arena.keyName(resource).flatMap({ ExampleAddress($0) }) else { continue }
        collector.collect(resource, address.type)
      }
    }
    values = collector.values
  }

  public var indices: Range<Int> { nodes.indices }

  public func example(_ index: Int) throws(Diagnostic) -> RuleExample {
    try RuleExample.decode(arena, nodes[index], file: file.path, library)
  }

  /// The values that an example gives, containers before what is in them; what it says to be unknown or hidden is left
  /// out.
  public func places(_ index: Int) -> [Place] {
    var places: [Place] = []
    for resource in arena.children(nodes[index], of: "given") {
      let address = arena.keyName(resource) ?? ""
      collect(resource, Place(address: address, steps: []), into: &places)
    }
    return places
  }

  private func collect(_ node: NodeID, _ place: Place, into places: inout [Place]) {
    let children = arena.children(node)
    if children.count == 1, let only = children.first, arena.keyName(only)?.hasPrefix("$") == true { return }
    if !place.steps.isEmpty, arena[node].kind != .null { places.append(place) }
    for (index, child) in children.enumerated() {
      let step = arena.keyName(child).map { Step.member($0) } ?? .element(index)
      collect(child, Place(address: place.address, steps: place.steps + [step]), into: &places)
    }
  }

  /// The values that the examples have at a path, list indexes left out of account.
  ///
  /// - Parameter whateverKey: the last step is a key of a map; values under its other keys count too.
  public func known(_ type: String, _ steps: [Step], whateverKey: Bool) -> [NodeID] {
    guard whateverKey, !steps.isEmpty else {
      let name = Self.name(type, steps)
      let path = name.dropFirst(type.count)
      // Attributes of one name mean the same in related types.
      let others = values.keys.filter { $0 != name && $0.hasSuffix(path) && !$0.dropLast(path.count).contains(".") }
      return (values[name] ?? []) + others.sorted().flatMap { values[$0] ?? [] }
    }
    let prefix = Self.name(type, steps.dropLast()) + "."
    let names = values.keys.filter { $0.hasPrefix(prefix) && !$0.dropFirst(prefix.count).contains(".") }
    return names.sorted().flatMap { values[$0] ?? [] }
  }

  /// `type.path` without indexes of lists: what a rule reads, whichever element it is.
  static func name(_ type: String, _ steps: [Step]) -> String {
    var name = type
    for case .member(let member) in steps { name += ".\(member)" }
    return name
  }

  /// An example with another value at a path, nil if the path leads nowhere.
  public func mutated(
    _ index: Int, _ address: String, _ steps: [Step], to replacement: Replacement
  ) throws(Diagnostic) -> RuleExample? {
    var copier = MutatingCopier(arena: arena, replacement: replacement)
    copier.copy(nodes[index], to: [.member("given"), .member(address)] + steps)
    guard copier.isDone else { return nil }
    let root = copier.builder.finishRoot()
    return try RuleExample.decode(copier.builder.build(), root, file: file.path, library)
  }
}

private struct ValueCollector {
  let arena: ValueArena
  var values: [String: [NodeID]] = [:]
  private var seen: Set<String> = []

  init(arena: ValueArena) { self.arena = arena }

  mutating func collect(_ node: NodeID, _ name: String) {
    if seen.insert("\(name)=\(String(decoding: arena.json(node), as: UTF8.self))").inserted {
      values[name, default: []].append(node)
    }
    for child in arena.children(node) {
      collect(child, arena.keyName(child).map { "\(name).\($0)" } ?? name)
    }
  }
}

/// Copies a tree and puts another value at one place.
private struct MutatingCopier {
  let arena: ValueArena
  let replacement: ExampleBook.Replacement
  var builder = ValueArenaBuilder()
  private(set) var isDone = false

  init(arena: ValueArena, replacement: ExampleBook.Replacement) {
    self.arena = arena
    self.replacement = replacement
  }

  mutating func copy(_ node: NodeID, to path: [ExampleBook.Step]) { copy(node, key: .none, path[...]) }

  /// - Parameter path: the rest of the way to the place; nil beside it.
  private mutating func copy(_ id: NodeID, key: KeyID, _ path: ArraySlice<ExampleBook.Step>?) {
    if let path, path.isEmpty { return replace(key) }
    let node = arena[id]
    switch node.kind {
    case .map:
      let mark = builder.mark
      var wanted: String?
      if case .member(let name)? = path?.first { wanted = name }
      var met = false
      for child in arena.children(id) {
        let name = arena.keyName(child) ?? ""
        let isOnPath = name == wanted
        met = met || isOnPath
        copy(child, key: builder.key(name), isOnPath ? path?.dropFirst() : nil)
      }
      if !met, let wanted, path?.count == 1 { replace(builder.key(wanted)) }
      builder.closeContainer(.map, since: mark, key: key)
    case .list:
      let mark = builder.mark
      for (index, child) in arena.children(id).enumerated() {
        copy(child, key: .none, path?.first == .element(index) ? path?.dropFirst() : nil)
      }
      builder.closeContainer(.list, since: mark, key: key)
    case .string: builder.push(builder.stringNode(arena.string(id) ?? ""), key: key)
    // Attributes may be left out altogether: `aws_vpc.a:` with nothing after it.
    case .null where path?.count == 1:
      let mark = builder.mark
      if case .member(let name)? = path?.first { replace(builder.key(name)) }
      builder.closeContainer(.map, since: mark, key: key)
    default: builder.push(ValueNode(node.kind, low: node.low, high: node.high), key: key)
    }
  }

  private mutating func replace(_ key: KeyID) {
    isDone = true
    switch replacement {
    case .null: builder.push(ValueNode(.null), key: key)
    case .emptyMap: builder.closeContainer(.map, since: builder.mark, key: key)
    case .mapOfOne:
      let mark = builder.mark
      builder.push(builder.stringNode("other"), key: builder.key("other"))
      builder.closeContainer(.map, since: mark, key: key)
    case .listOfOne:
      let mark = builder.mark
      builder.closeContainer(.map, since: builder.mark)
      builder.closeContainer(.list, since: mark, key: key)
    case .value(let value): push(value, key)
    case .node(let id): copy(id, key: key, nil)
    case .unknown:
      let mark = builder.mark
      builder.push(.bool(true), key: builder.key("$unknown"))
      builder.closeContainer(.map, since: mark, key: key)
    }
  }

  private mutating func push(_ value: ParameterValue, _ key: KeyID) {
    switch value {
    case .bool(let value): builder.push(.bool(value), key: key)
    case .int(let value): builder.push(.int(value), key: key)
    case .double(let value): builder.push(.double(value), key: key)
    case .string(let value): builder.push(builder.stringNode(value), key: key)
    case .list(let items):
      let mark = builder.mark
      for item in items { push(item, .none) }
      builder.closeContainer(.list, since: mark, key: key)
    }
  }
}
