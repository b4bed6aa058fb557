import Values

/// Says why a value is unknown, and what is certain all the same.
protocol UnknownSource {
  /// - Parameter path: the members that lead to the value.
  mutating func unknown<Values: ValueBuilding>(
    at path: [KeyID], _ values: inout Values
  ) -> (reason: UnknownReason.ID, flags: ValueFlags)
}

/// Merges a planned value with the masks beside it.
///
/// Terraform writes three trees of one shape (internal/command/jsonplan): `after`, where an unknown member of a map is
/// missing and an unknown element of a list is null; `after_unknown`, where `true` marks a value that is wholly unknown;
/// and `after_sensitive` likewise. A null in `after` is a null only where the unknown mask does not say `true`.
struct MaskedValue<Source: UnknownSource> {
  var source: Source
  /// What to put in place of members of the value itself.
  var replacements: [KeyID: ValueNode] = [:]
  /// The members that lead to the value at hand; their names are spelt out only where a value is unknown.
  private var path: [KeyID] = []
  /// Where the unknown mask has another shape than the value, nil if it fits everywhere.
  private(set) var mismatch: String?

  init(_ source: Source) { self.source = source }

  /// Pushes the merged value.
  mutating func push<Values: ValueBuilding>(
    _ after: ValueNode?, unknown: ValueNode?, sensitive: ValueNode?, key: KeyID, flags: ValueFlags = [],
    into builder: inout Values
  ) {
    // A tree that is missing says what null says: nothing.
    push(Layers(after ?? .null, unknown ?? .null, sensitive ?? .null), key, flags, into: &builder)
  }

  /// The three trees at one place.
  private struct Layers {
    let after, unknown, sensitive: ValueNode

    init(_ after: ValueNode, _ unknown: ValueNode, _ sensitive: ValueNode) {
      self.after = after
      self.unknown = unknown
      self.sensitive = sensitive
    }
  }

  private mutating func push<Values: ValueBuilding>(
    _ layers: Layers, _ key: KeyID, _ flags: ValueFlags, into builder: inout Values
  ) {
    let own = layers.sensitive.isTrue ? flags.union(.sensitive) : flags
    if layers.unknown.isTrue {
      let said = source.unknown(at: path, &builder)
      var node = ValueNode.unknown(said.reason)
      node.flags = own.union(said.flags)
      builder.push(node, key: key)
      return
    }
    let unknown = hasTrue(layers.unknown, &builder) ? layers.unknown : .null
    let sensitive = hasTrue(layers.sensitive, &builder) ? layers.sensitive : .null
    if layers.after.kind == .null, unknown.kind != .null {
      // A map that is missing in `after` can still have unknown members, so that the mask alone knows it.
      pushContainer(Layers(ValueNode(unknown.kind), unknown, sensitive), key, own, into: &builder)
      return
    }
    if unknown.kind != .null, layers.after.kind != unknown.kind {
      mismatch = mismatch ?? path.map { builder.name($0) }.joined(separator: "/")
    }
    let isContainer = layers.after.kind == .map || layers.after.kind == .list
    let isReplaced = path.isEmpty && !replacements.isEmpty
    if isContainer, isReplaced || unknown.kind != .null || sensitive.kind != .null {
      pushContainer(Layers(layers.after, unknown, sensitive), key, own, into: &builder)
    } else {
      var node = layers.after
      node.flags.formUnion(own)
      builder.push(node, key: key)
    }
  }

  /// - Parameter layers: with masks in which something is true.
  private mutating func pushContainer<Values: ValueBuilding>(
    _ layers: Layers, _ key: KeyID, _ flags: ValueFlags, into builder: inout Values
  ) {
    let mark = builder.mark
    if layers.after.kind == .map {
      pushMembers(layers, flags.intersection(.sensitive), into: &builder)
    } else {
      pushElements(layers, flags.intersection(.sensitive), into: &builder)
    }
    builder.closeContainer(layers.after.kind, since: mark, key: key, flags: flags)
  }

  private mutating func pushMembers<Values: ValueBuilding>(
    _ layers: Layers, _ inherited: ValueFlags, into builder: inout Values
  ) {
    let allSensitive = layers.sensitive.kind == .bool
    var unknowns = MemberCursor(layers.unknown, &builder)
    var sensitives = MemberCursor(allSensitive ? .null : layers.sensitive, &builder)
    var present = KeyFilter()
    for index in 0..<layers.after.childCount {
      let child = builder.child(index, of: layers.after)
      present.insert(child.key)
      let unknown = unknowns.member(child.key, &builder)
      let sensitive = allSensitive ? layers.sensitive : sensitives.member(child.key, &builder)
      if unknown.kind == .null, sensitive.kind == .null, replacements.isEmpty {
        var node = child
        node.flags.formUnion(inherited)
        builder.push(node, key: child.key)
        continue
      }
      let replacement = path.isEmpty ? replacements[child.key] : nil
      path.append(child.key)
      push(Layers(replacement ?? child, unknown, sensitive), child.key, inherited, into: &builder)
      path.removeLast()
    }
    // Where the value has every member of the mask, none is missing.
    if layers.unknown.kind == .map, unknowns.found < layers.unknown.childCount {
      pushMissing(layers, present, inherited, into: &builder)
    }
  }

  private mutating func pushElements<Values: ValueBuilding>(
    _ layers: Layers, _ inherited: ValueFlags, into builder: inout Values
  ) {
    let unknownCount = layers.unknown.kind == .list ? layers.unknown.childCount : 0
    for index in 0..<max(layers.after.childCount, unknownCount) {
      let child = index < layers.after.childCount ? builder.child(index, of: layers.after) : .null
      let sensitive = layers.sensitive.kind == .bool ? layers.sensitive : element(layers.sensitive, index, &builder)
      push(Layers(child, element(layers.unknown, index, &builder), sensitive), .none, inherited, into: &builder)
    }
  }

  /// Members that only the unknown mask has: they are dropped in `after`.
  ///
  /// - Parameter present: the names that `after` may have.
  private mutating func pushMissing<Values: ValueBuilding>(
    _ layers: Layers, _ present: KeyFilter, _ inherited: ValueFlags, into builder: inout Values
  ) {
    for index in 0..<layers.unknown.childCount {
      let mask = builder.child(index, of: layers.unknown)
      guard hasTrue(mask, &builder) else { continue }
      guard !present.mayContain(mask.key) || builder.member(mask.key, of: layers.after) == nil else { continue }
      let sensitive = layers.sensitive.kind == .map ? builder.member(mask.key, of: layers.sensitive) : nil
      path.append(mask.key)
      push(Layers(.null, mask, sensitive ?? .null), mask.key, inherited, into: &builder)
      path.removeLast()
    }
  }

  private func element<Values: ValueBuilding>(_ mask: ValueNode, _ index: Int, _ builder: inout Values) -> ValueNode {
    guard mask.kind == .list, index < mask.childCount else { return .null }
    return builder.child(index, of: mask)
  }

  private func hasTrue<Values: ValueBuilding>(_ mask: ValueNode, _ builder: inout Values) -> Bool {
    switch mask.kind {
    case .bool: return mask.boolValue
    case .map, .list:
      for index in 0..<mask.childCount where hasTrue(builder.child(index, of: mask), &builder) { return true }
      return false
    default: return false
    }
  }
}

extension ValueNode {
  fileprivate var isTrue: Bool { kind == .bool && boolValue }
}

/// Finds the members of a mask in the order of the value's own: Terraform sorts both, so that each mostly follows the
/// one before. Most names of a value are not in its mask.
private struct MemberCursor {
  private let map: ValueNode
  private var names = KeyFilter()
  private var next = 0
  /// How many members were found.
  private(set) var found = 0

  init<Values: ValueBuilding>(_ mask: ValueNode, _ builder: inout Values) {
    map = mask.kind == .map ? mask : .null
    for index in 0..<map.childCount { names.insert(builder.child(index, of: map).key) }
  }

  /// - Returns: null if the mask has no such member.
  mutating func member<Values: ValueBuilding>(_ key: KeyID, _ builder: inout Values) -> ValueNode {
    guard names.mayContain(key) else { return .null }
    let count = map.childCount
    for step in 0..<count {
      let index = next + step < count ? next + step : next + step - count
      let member = builder.child(index, of: map)
      guard member.key == key else { continue }
      next = index + 1 < count ? index + 1 : 0
      found += 1
      return member
    }
    return .null
  }
}

/// Says of most names that they are not in a set.
private struct KeyFilter {
  private var words = InlineArray<4, UInt64>(repeating: 0)

  mutating func insert(_ key: KeyID) { words[Int(key.index >> 6 & 3)] |= 1 << UInt64(key.index & 63) }

  func mayContain(_ key: KeyID) -> Bool { words[Int(key.index >> 6 & 3)] & 1 << UInt64(key.index & 63) != 0 }
}
