import Values

/// Says why a value is unknown, and what is certain all the same.
protocol UnknownSource {
  /// - Parameter path: the members that lead to the value.
  mutating func unknown(
    at path: [KeyID], _ values: inout ValueArenaBuilder
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
  mutating func push(
    _ after: ValueNode?, unknown: ValueNode?, sensitive: ValueNode?, key: KeyID, flags: ValueFlags = [],
    into builder: inout ValueArenaBuilder
  ) {
    let isSensitive = sensitive?.kind == .bool && sensitive?.boolValue == true
    let own: ValueFlags = isSensitive ? flags.union(.sensitive) : flags
    if unknown?.kind == .bool, unknown?.boolValue == true {
      let said = source.unknown(at: path, &builder)
      var node = ValueNode.unknown(said.reason)
      node.flags = own.union(said.flags)
      builder.push(node, key: key)
      return
    }
    let unknownMask = unknown.flatMap { hasTrue($0, builder) ? $0 : nil }
    let sensitiveMask = sensitive.flatMap { hasTrue($0, builder) ? $0 : nil }
    guard let after, after.kind != .null || unknownMask == nil else {
      var node = ValueNode.null
      node.flags = own
      // A map that is missing in `after` can still have unknown members, so that the mask alone knows it.
      if let unknownMask, unknownMask.kind == .map || unknownMask.kind == .list {
        pushContainer(
          ValueNode(unknownMask.kind), unknownMask, sensitiveMask, key: key, flags: own, into: &builder)
      } else {
        builder.push(node, key: key)
      }
      return
    }
    if let unknownMask, after.kind != unknownMask.kind {
      mismatch = mismatch ?? path.map { builder.name($0) }.joined(separator: "/")
    }
    let isReplaced = path.isEmpty && !replacements.isEmpty
    if unknownMask != nil || sensitiveMask != nil || isReplaced, after.kind == .map || after.kind == .list {
      pushContainer(after, unknownMask, sensitiveMask, key: key, flags: own, into: &builder)
    } else {
      var node = after
      node.flags.formUnion(own)
      builder.push(node, key: key)
    }
  }

  private mutating func pushContainer(
    _ after: ValueNode, _ unknown: ValueNode?, _ sensitive: ValueNode?, key: KeyID, flags: ValueFlags,
    into builder: inout ValueArenaBuilder
  ) {
    let mark = builder.mark
    let inherited = flags.intersection(.sensitive)
    let allSensitive = sensitive?.kind == .bool ? sensitive : nil
    if after.kind == .map {
      var unknowns = MemberCursor(unknown)
      var sensitives = MemberCursor(sensitive)
      for index in 0..<after.childCount {
        let child = builder.child(index, of: after)
        let unknown = unknowns.member(child.key, builder)
        let sensitive = allSensitive ?? sensitives.member(child.key, builder)
        path.append(child.key)
        let replacement = replacements.isEmpty || path.count > 1 ? nil : replacements[child.key]
        push(
          replacement ?? child, unknown: unknown, sensitive: sensitive, key: child.key, flags: inherited, into: &builder
        )
        path.removeLast()
      }
      // Where the value has every member of the mask, none is missing.
      if unknowns.found < unknown?.childCount ?? 0 {
        pushMissing(after, unknown, sensitive, flags: inherited, into: &builder)
      }
    } else {
      let count = max(after.childCount, unknown?.kind == .list ? unknown?.childCount ?? 0 : 0)
      for index in 0..<count {
        let child = index < after.childCount ? builder.child(index, of: after) : nil
        push(
          child, unknown: unknown.flatMap { element($0, index, builder) },
          sensitive: allSensitive ?? sensitive.flatMap { element($0, index, builder) }, key: .none,
          flags: inherited, into: &builder)
      }
    }
    builder.closeContainer(after.kind, since: mark, key: key, flags: flags)
  }

  /// Members that only the unknown mask has: they are dropped in `after`.
  private mutating func pushMissing(
    _ after: ValueNode, _ unknown: ValueNode?, _ sensitive: ValueNode?, flags: ValueFlags,
    into builder: inout ValueArenaBuilder
  ) {
    guard let unknown, unknown.kind == .map else { return }
    for index in 0..<unknown.childCount {
      let mask = builder.child(index, of: unknown)
      guard hasTrue(mask, builder), builder.member(mask.key, of: after) == nil else { continue }
      path.append(mask.key)
      push(
        nil, unknown: mask, sensitive: sensitive.flatMap { builder.member(mask.key, of: $0) }, key: mask.key,
        flags: flags, into: &builder)
      path.removeLast()
    }
  }

  private func element(_ mask: ValueNode, _ index: Int, _ builder: borrowing ValueArenaBuilder) -> ValueNode? {
    guard mask.kind == .list, index < mask.childCount else { return nil }
    return builder.child(index, of: mask)
  }

  private func hasTrue(_ mask: ValueNode, _ builder: borrowing ValueArenaBuilder) -> Bool {
    switch mask.kind {
    case .bool: return mask.boolValue
    case .map, .list:
      for index in 0..<mask.childCount where hasTrue(builder.child(index, of: mask), builder) { return true }
      return false
    default: return false
    }
  }
}

/// Finds the members of a mask in the order of the value's own: Terraform sorts both, so that each mostly follows the
/// one before.
private struct MemberCursor {
  private let map: ValueNode?
  private var next = 0
  /// How many members were found.
  private(set) var found = 0

  init(_ mask: ValueNode?) { map = mask?.kind == .map ? mask : nil }

  mutating func member(_ key: KeyID, _ builder: borrowing ValueArenaBuilder) -> ValueNode? {
    guard let map else { return nil }
    let count = map.childCount
    for step in 0..<count {
      let index = next + step < count ? next + step : next + step - count
      let member = builder.child(index, of: map)
      guard member.key == key else { continue }
      next = index + 1 < count ? index + 1 : 0
      found += 1
      return member
    }
    return nil
  }
}
