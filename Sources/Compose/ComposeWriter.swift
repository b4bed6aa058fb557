import Values

/// Writes an entry of a Compose file with short notations written out and variables put in or unknown.
struct ComposeWriter: ~Copyable {
  private let root: NodeID
  private var builder: ValueArenaBuilder

  init(root: NodeID, builder: consuming ValueArenaBuilder) {
    self.root = root
    self.builder = builder
  }

  consuming func finish() -> ValueArenaBuilder { builder }

  /// An entry as it stands, variables resolved.
  mutating func plain(_ entry: NodeID) {
    let mark = builder.mark
    for child in children(entry) { value(child, key: builder.arena[child].key) }
    builder.closeContainer(.map, since: mark, flags: .record, at: builder.arena.position(entry))
  }

  /// A service, with what it takes from another service of the same file.
  mutating func service(_ entry: NodeID) {
    let mark = builder.mark
    let (inherited, isOpen) = chain(of: entry)
    let bases = inherited + [entry]
    // What stands further down counts more; members are written once, in the order of first appearance.
    var order: [KeyID] = []
    var members: [KeyID: [NodeID]] = [:]
    for base in bases {
      for child in children(base) {
        let key = builder.arena[child].key
        if members[key] == nil { order.append(key) }
        members[key, default: []].append(child)
      }
    }
    for key in order { member(builder.name(key), key, members[key] ?? []) }
    if isOpen {
      let reason = builder.reason(.init(.notVisible, "extends"))
      for name in Self.inherited {
        let key = builder.key(name)
        if members[key] == nil { builder.push(.unknown(reason), key: key) }
      }
    }
    builder.closeContainer(.map, since: mark, flags: .record, at: builder.arena.position(entry))
  }

  /// What a service can take from another one.
  private static let inherited = [
    "build", "cap_add", "cap_drop", "cgroup", "command", "deploy", "devices", "entrypoint", "env_file", "environment",
    "image", "ipc", "mem_limit", "network_mode", "networks", "pid", "ports", "privileged", "read_only", "secrets",
    "security_opt", "user", "userns_mode", "uts", "volumes",
  ]

  /// The services of the file that a service extends, the furthest first; open if one comes from another file.
  private func chain(of entry: NodeID) -> (bases: [NodeID], isOpen: Bool) {
    var bases: [NodeID] = []
    var current = entry
    while bases.count < 20, let extends = builder.arena.member(current, "extends") {
      guard let name = builder.arena.string(extends) ?? builder.arena.string(extends, "service"),
        builder.arena.member(extends, "file") == nil,
        let base = builder.arena.member(root, at: "services", name), base != entry, !bases.contains(base)
      else {
        return (bases.reversed(), true)
      }
      bases.append(base)
      current = base
    }
    return (bases.reversed(), false)
  }

  /// Members of services that add up instead of replacing each other.
  private static let sequences: Set<String> = [
    "cap_add", "cap_drop", "devices", "env_file", "expose", "secrets", "configs", "security_opt", "tmpfs",
  ]

  /// - Parameter sources: the member in the service and in those that it extends, which come first.
  private mutating func member(_ name: String, _ key: KeyID, _ sources: [NodeID]) {
    guard let last = sources.last else { return }
    switch name {
    case "extends": return
    case "ports": list(key, sources) { writer, item in writer.port(item) }
    case "volumes": list(key, sources) { writer, item in writer.mount(item) }
    case "environment": list(key, sources) { writer, item in writer.variable(item) }
    case "networks": list(key, sources) { writer, item in writer.name(item) }
    case "build": build(last, key)
    case _ where Self.sequences.contains(name): list(key, sources) { writer, item in writer.element(item) }
    default: value(last, key: key)
    }
  }

  private func children(_ node: NodeID) -> NodeRange { builder.arena.children(node) }

  /// A list of what each item of several lists or maps is written as.
  private mutating func list(
    _ key: KeyID, _ sources: [NodeID], _ write: (inout ComposeWriter, NodeID) -> Void
  ) {
    let mark = builder.mark
    for source in sources {
      switch builder.arena[source].kind {
      case .list, .map: for item in children(source) { write(&self, item) }
      case .null: continue
      default: write(&self, source)
      }
    }
    var position: SourcePosition?
    if let last = sources.last { position = builder.arena.position(last) }
    builder.closeContainer(.list, since: mark, key: key, at: position)
  }

  // MARK: Short notations

  /// `[[IP:]PUBLISHED:]TARGET[/PROTOCOL]`, or a mapping.
  private mutating func port(_ item: NodeID) {
    guard builder.arena[item].kind != .map else { return value(item, key: .none) }
    let position = builder.arena.position(item)
    guard let text = resolvedText(item, at: position) else { return }
    let mark = builder.mark
    let (body, networkProtocol) = split(text, at: "/")
    var parts = body.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let target = parts.popLast() ?? ""
    let published = parts.popLast()
    push(target, "target", position)
    if let published { push(published, "published", position) }
    if !parts.isEmpty {
      let address = parts.joined(separator: ":")
      push(String(address.drop { $0 == "[" }.prefix { $0 != "]" }), "host_ip", position)
    }
    push(networkProtocol.isEmpty ? "tcp" : networkProtocol, "protocol", position)
    builder.closeContainer(.map, since: mark, flags: .record, at: position)
  }

  /// `[SOURCE:]TARGET[:MODE]`, or a mapping.
  private mutating func mount(_ item: NodeID) {
    guard builder.arena[item].kind != .map else { return value(item, key: .none) }
    let position = builder.arena.position(item)
    guard let text = resolvedText(item, at: position) else { return }
    var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    // A drive of Windows: `C:\data:/data`.
    if parts.count > 1, parts[0].count == 1, parts[1].hasPrefix("\\") || parts[1].hasPrefix("/") {
      parts[0...1] = ["\(parts[0]):\(parts[1])"]
    }
    let mark = builder.mark
    let isAnonymous = parts.count == 1
    let source = parts[0]
    let isPath = source.hasPrefix("/") || source.hasPrefix(".") || source.hasPrefix("~") || source.contains(":\\")
    push(isPath && !isAnonymous ? "bind" : "volume", "type", position)
    if !isAnonymous { push(source, "source", position) }
    push(isAnonymous ? source : parts[1], "target", position)
    if parts.count > 2, parts[2].split(separator: ",").contains("ro") {
      builder.push(.bool(true), key: builder.key("read_only"), at: position)
    }
    builder.closeContainer(.map, since: mark, flags: .record, at: position)
  }

  /// `NAME=VALUE`, or a member of a mapping. The value stays as it is written: a variable in it is a reference.
  private mutating func variable(_ item: NodeID) {
    let position = builder.arena.position(item)
    let mark = builder.mark
    if builder.arena[item].key == .none {
      let text = builder.arena.string(item) ?? ""
      let hasValue = text.contains("=")
      let (name, value) = split(text, at: "=")
      push(name, "name", position)
      if hasValue { push(value, "value", position) }
    } else {
      push(builder.name(builder.arena[item].key), "name", position)
      switch builder.arena[item].kind {
      case .null: break
      case .string: push(builder.arena.string(item) ?? "", "value", position)
      case .bool: push(builder.arena[item].boolValue ? "true" : "false", "value", position)
      case .int: push(String(builder.arena[item].intValue), "value", position)
      default: builder.push(builder.node(item), key: builder.key("value"), at: position)
      }
    }
    builder.closeContainer(.map, since: mark, flags: .record, at: position)
  }

  /// The name of a network: an element of a list, or a member's own name.
  private mutating func name(_ item: NodeID) {
    let key = builder.arena[item].key
    if key == .none { return value(item, key: .none) }
    builder.push(builder.stringNode(builder.name(key)), at: builder.arena.position(item))
  }

  private mutating func element(_ item: NodeID) { value(item, key: .none) }

  /// A folder, or a mapping with arguments.
  private mutating func build(_ node: NodeID, _ key: KeyID) {
    let position = builder.arena.position(node)
    let mark = builder.mark
    if builder.arena[node].kind == .map {
      for child in children(node) {
        let name = builder.arena[child].key
        if builder.name(name) == "args" {
          list(name, [child]) { writer, item in writer.variable(item) }
        } else {
          value(child, key: name)
        }
      }
    } else {
      value(node, key: builder.key("context"))
    }
    builder.closeContainer(.map, since: mark, key: key, flags: .record, at: position)
  }

  // MARK: Values

  /// A value with its variables put in.
  private mutating func value(_ node: NodeID, key: KeyID) {
    let position = builder.arena.position(node)
    switch builder.arena[node].kind {
    case .string:
      let text = builder.arena.string(node) ?? ""
      guard text.contains("$") else { return builder.push(builder.node(node), key: key, at: position) }
      builder.push(scalar(Interpolation(text)), key: key, at: position)
    case .list, .map:
      let mark = builder.mark
      let isMap = builder.arena[node].kind == .map
      for child in children(node) { value(child, key: isMap ? builder.arena[child].key : .none) }
      builder.closeContainer(isMap ? .map : .list, since: mark, key: key, at: position)
    default: builder.push(builder.node(node), key: key, at: position)
    }
  }

  /// A text that came out of a variable is a boolean where it says so: Compose casts it to the type of its place.
  private mutating func scalar(_ interpolation: Interpolation) -> ValueNode {
    switch interpolation {
    case .unknown(let variable): .unknown(builder.reason(.init(.derived, "${\(variable)}")))
    case .text("true"): .bool(true)
    case .text("false"): .bool(false)
    case .text(let text): builder.stringNode(text)
    }
  }

  /// The text of a scalar, numbers included; nil after an unknown value was written in its place.
  private mutating func resolvedText(_ node: NodeID, at position: SourcePosition?) -> String? {
    let text: String
    switch builder.arena[node].kind {
    case .string: text = builder.arena.string(node) ?? ""
    case .int: text = String(builder.arena[node].intValue)
    default:
      value(node, key: .none)
      return nil
    }
    switch Interpolation(text) {
    case .text(let text): return text
    case .unknown:
      builder.push(scalar(Interpolation(text)), at: position)
      return nil
    }
  }

  private mutating func push(_ text: String, _ name: String, _ position: SourcePosition?) {
    builder.push(builder.stringNode(text), key: builder.key(name), at: position)
  }

  private func split(_ text: String, at mark: Character) -> (String, String) {
    guard let index = text.firstIndex(of: mark) else { return (text, "") }
    return (String(text[..<index]), String(text[text.index(after: index)...]))
  }
}
