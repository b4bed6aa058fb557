import Values

/// Merges a planned value with the masks beside it.
///
/// Terraform writes three trees of one shape (internal/command/jsonplan): `after`, where an unknown member of a map is
/// missing and an unknown element of a list is null; `after_unknown`, where `true` marks a value that is wholly unknown;
/// and `after_sensitive` likewise. A null in `after` is a null only where the unknown mask does not say `true`.
struct MaskedValue {
  /// What is said of an unknown value: why it is unknown, and what is certain all the same.
  typealias Unknown = (reason: UnknownReason, flags: ValueFlags)

  let unknown: (_ path: [String], _ arena: ValueArena) -> Unknown
  /// What to put in place of members of the value itself.
  private let replacements: [KeyID: ValueNode]
  /// The members that lead to the value at hand; their names are spelt out only where a value is unknown.
  private var path: [KeyID] = []
  /// Where the unknown mask has another shape than the value, nil if it fits everywhere.
  private(set) var mismatch: String?

  init(
    replacing replacements: [KeyID: ValueNode] = [:],
    unknown: @escaping (_ path: [String], _ arena: ValueArena) -> Unknown
  ) {
    self.replacements = replacements
    self.unknown = unknown
  }

  /// Pushes the merged value.
  mutating func push(
    _ after: ValueNode?, unknown: ValueNode?, sensitive: ValueNode?, key: KeyID, flags: ValueFlags = [],
    into builder: inout ValueArenaBuilder
  ) {
    let isSensitive = sensitive?.kind == .bool && sensitive?.boolValue == true
    let own: ValueFlags = isSensitive ? flags.union(.sensitive) : flags
    if unknown?.kind == .bool, unknown?.boolValue == true {
      let said = self.unknown(names(builder), builder.arena)
      var node = ValueNode.unknown(builder.reason(said.reason))
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
    if let unknownMask, after.kind != unknownMask.kind { mismatch = mismatch ?? names(builder).joined(separator: "/") }
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
      for index in 0..<after.childCount {
        let child = builder.child(index, of: after)
        path.append(child.key)
        let replacement = replacements.isEmpty || path.count > 1 ? nil : replacements[child.key]
        push(
          replacement ?? child, unknown: unknown.flatMap { builder.member(child.key, of: $0) },
          sensitive: allSensitive ?? sensitive.flatMap { builder.member(child.key, of: $0) }, key: child.key,
          flags: inherited, into: &builder)
        path.removeLast()
      }
      pushMissing(after, unknown, sensitive, flags: inherited, into: &builder)
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
      guard builder.member(mask.key, of: after) == nil, hasTrue(mask, builder) else { continue }
      path.append(mask.key)
      push(
        nil, unknown: mask, sensitive: sensitive.flatMap { builder.member(mask.key, of: $0) }, key: mask.key,
        flags: flags, into: &builder)
      path.removeLast()
    }
  }

  private func names(_ builder: borrowing ValueArenaBuilder) -> [String] { path.map { builder.name($0) } }

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
