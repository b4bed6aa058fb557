import Documents
import Values

/// The managed resources of a plan's prior state that `resource_changes` has as they are before the change: those that
/// ``PriorStateReader`` takes from there.
struct RepeatedState: RepeatedElements {
  let member = "prior_state"
  let list = "resources"
  /// Where the addresses are stored. Equal short texts are stored once; an address too long for that is not found here.
  private var addresses: Set<UInt64> = []
  private var keys: PlanKeys?

  mutating func learn(_ original: ValueNode, _ values: inout ValueArenaBuilder) {
    let keys = PlanKeys(&values)
    let before = values.key("before")
    self.keys = keys
    guard original.kind == .list else { return }
    for index in 0..<original.childCount {
      let change = values.child(index, of: original)
      guard let address = Self.text(keys.address, of: change, values),
        Self.text(keys.type, of: change, values) != nil, Self.text(keys.name, of: change, values) != nil,
        Self.text(keys.deposed, of: change, values) == nil, hasMode(change, keys, values),
        let body = values.member(keys.change, of: change), values.member(before, of: body)?.kind == .map
      else { continue }
      addresses.insert(address)
      if let previous = Self.text(keys.previousAddress, of: change, values) { addresses.insert(previous) }
    }
  }

  func repeats(_ element: ValueNode, _ values: borrowing ValueArenaBuilder) -> Bool {
    guard let keys, !addresses.isEmpty, let address = Self.text(keys.address, of: element, values),
      let mode = values.member(keys.mode, of: element), mode.kind == .string, values.text(of: mode) == "managed"
    else { return false }
    return addresses.contains(address)
  }

  /// Whether the change is of a kind of resource that is read at all.
  private func hasMode(_ change: ValueNode, _ keys: PlanKeys, _ values: borrowing ValueArenaBuilder) -> Bool {
    guard let mode = values.member(keys.mode, of: change) else { return true }
    return mode.kind == .string && values.text(of: mode) == "managed"
  }

  private static func text(_ key: KeyID, of map: ValueNode, _ values: borrowing ValueArenaBuilder) -> UInt64? {
    guard let node = values.member(key, of: map), node.kind == .string else { return nil }
    return UInt64(node.low) | UInt64(node.high) << 32
  }
}
