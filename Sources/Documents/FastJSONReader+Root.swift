import Values

/// Members of the root, which may be passed, and the later part of the text, which another thread may read.
extension FastJSONReader {
  /// The value of a member of the root.
  mutating func member(_ text: Span<UInt8>, _ name: KeyID, since mark: Int, _ sink: inout Sink) -> Bool {
    if name == passed {
      skipSpace(text)
      if peek(text) == UInt8(ascii: "{") {
        guard skip(text) else { return false }
        sink.closeContainer(.map, since: sink.mark, key: name)
        return true
      }
    }
    sink.enter(name, since: mark)
    guard value(text, key: name, place: name, depth: 1, &sink) else { return false }
    sink.leave()
    return true
  }

  /// Passes a value of the root that is not kept: what it says is proven well-formed all the same.
  private mutating func skip(_ text: Span<UInt8>) -> Bool {
    var values = ForgottenValues()
    var reader = FastJSONReader<ForgottenValues>(at: offset, size: text.count - offset)
    guard reader.value(text, key: .none, place: .none, depth: 1, &values) else { return false }
    offset = reader.offset
    ahead?.pass(offset)
    if let ahead, ahead.start == nil { self.ahead = look(offset) }
    return true
  }

  /// Reads on from an element of a list in the root: the list's other elements, and the members behind it as far as they
  /// need nothing that was read before.
  ///
  /// - Parameters:
  ///   - limit: where to stop at the next element, and with the list in any case; nil for nowhere.
  ///   - last: the first member that is not read; none if all are.
  /// - Returns: how many elements were pushed, members following, where the reading ended, and whether the list goes on
  ///   there; nil if Jansson must judge the text.
  mutating func rest(
    _ text: Span<UInt8>, until limit: Int?, before last: KeyID, _ sink: inout Sink
  ) -> (elements: Int, end: Int, isOpen: Bool)? {
    while true {
      guard value(text, key: .none, place: .none, depth: 2, &sink) else { return nil }
      skipSpace(text)
      let next = peek(text)
      offset += 1
      if next == UInt8(ascii: "]") { break }
      guard next == UInt8(ascii: ",") else { return nil }
      guard let limit else { continue }
      skipSpace(text)
      if offset >= limit { return (sink.mark, offset, true) }
    }
    let elements = sink.mark
    if limit != nil { return (elements, offset, false) }
    var step = Expectations.Step(in: .none)
    while true {
      let end = offset
      skipSpace(text)
      guard peek(text) == UInt8(ascii: ",") else { return (elements, end, false) }
      offset += 1
      skipSpace(text)
      guard peek(text) == UInt8(ascii: "\""), let name = name(text, step, &sink) else { return nil }
      if name == last { return (elements, end, false) }
      step.pass(name)
      skipSpace(text)
      guard peek(text) == UInt8(ascii: ":") else { return nil }
      offset += 1
      guard member(text, name, since: elements, &sink) else { return nil }
    }
  }

  /// What became of a part that another thread may have read.
  enum Taken {
    /// It has to be read here.
    case nothing
    /// The list goes on behind it.
    case elements
    case restOfList
  }

  /// Takes what was read from here on on another thread: elements of a list in the root, and what stands behind it.
  mutating func takeRest(of list: KeyID, since mark: Int, _ sink: inout Sink) -> Taken {
    guard let rest = ahead?.takeFirst() else { return .nothing }
    let pushed = sink.join(rest.values)
    for node in pushed[..<rest.elements] { sink.push(node, key: .none) }
    offset = rest.end
    if rest.isOpen { return .elements }
    sink.closeContainer(.list, since: mark, key: list)
    for node in pushed[rest.elements...] { sink.push(node, key: node.key) }
    return .restOfList
  }
}
