import Values

/// What a reader does not keep of a ``JSONRepetition``, while it reads one document.
struct JSONOmission {
  /// The member of the root that is not kept.
  let member: KeyID
  private let original, elementsMember, list: KeyID
  private var elements: (any RepeatedElements)?
  /// Whether lists of elements that may be repeated are looked for here.
  private var isLooking = false

  init(_ repetition: JSONRepetition, _ builder: inout ValueArenaBuilder) {
    member = builder.key(repetition.member)
    original = builder.key(repetition.original)
    elements = repetition.elements
    elementsMember = elements.map { builder.key($0.member) } ?? KeyID.none
    list = elements.map { builder.key($0.list) } ?? KeyID.none
  }

  /// - Parameter mark: where the members of the root begin that were read before.
  mutating func enter(_ name: KeyID, since mark: Int, _ builder: inout ValueArenaBuilder) {
    guard name == elementsMember, let place = builder.pushedIndex(of: original, since: mark) else { return }
    let node = builder.pushed(since: mark)[mark + place]
    elements?.learn(node, &builder)
    isLooking = true
  }

  mutating func leave() { isLooking = false }

  /// - Returns: whether the list in the member `place` is one of those whose elements may be repeated.
  mutating func enterList(in place: KeyID) -> Bool {
    guard isLooking, place == list else { return false }
    isLooking = false
    return true
  }

  mutating func leaveList() { isLooking = true }

  /// Empties the element pushed last if it is repeated.
  ///
  /// - Parameter finished: how many nodes were finished before it.
  func omit(since finished: Int, _ builder: inout ValueArenaBuilder) {
    guard let element = builder.top, element.kind == .map, elements?.repeats(element, builder) == true else { return }
    builder.emptyTop(since: finished)
  }
}
