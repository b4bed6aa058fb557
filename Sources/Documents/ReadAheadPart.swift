import Dispatch
import Synchronization
import Values

/// A part of a document that one of two threads reads: who is first.
final class ReadAheadPart: Sendable {
  /// The place of the first element that is read.
  let start: Int
  /// Where the next part begins; nil for the last.
  private let limit: Int?
  private let state = Mutex(State.open)
  private let reading = DispatchGroup()

  private enum State {
    /// Nobody reads it so far.
    case open
    case taken
    case read(Rest?)
  }

  /// What was read.
  struct Rest: Sendable {
    /// Elements of the list and members of the root, pushed.
    let values: ValuePart
    /// How many of them are elements.
    let elements: Int
    /// Where the reader goes on.
    let end: Int
    /// Whether the list goes on there, with another element.
    let isOpen: Bool
  }

  init(start: Int, limit: Int?) {
    self.start = start
    self.limit = limit
  }

  /// Reads the part if nobody else does.
  ///
  /// - Returns: false if somebody does.
  func read(_ bytes: [UInt8], _ repetition: JSONRepetition) -> Bool {
    let isMine = state.withLock { state in
      guard case .open = state else { return false }
      state = .taken
      reading.enter()
      return true
    }
    guard isMine else { return false }
    let rest = rest(bytes, repetition)
    state.withLock { $0 = .read(rest) }
    reading.leave()
    return true
  }

  private func rest(_ bytes: [UInt8], _ repetition: JSONRepetition) -> Rest? {
    let size = (limit ?? bytes.count) - start
    var part = ValuePart(forTextOf: size)
    // What stands there may be left out, which only the reader of the whole can tell.
    let last = if let elements = repetition.elements { part.key(elements.member) } else { KeyID.none }
    var reader = FastJSONReader<ValuePart>(at: start, size: size, passing: part.key(repetition.member))
    guard let (elements, end, isOpen) = reader.rest(bytes.span, until: limit, before: last, &part) else { return nil }
    return Rest(values: part, elements: elements, end: end, isOpen: isOpen)
  }

  /// What was read, given away; waits for who reads it. Nil if nobody does, and nobody will then, or if Jansson must judge
  /// the text.
  func take() -> Rest? {
    if pass() { return nil }
    reading.wait()
    return state.withLock { state in
      guard case .read(let rest) = state else { return nil }
      // Whoever holds it holds as much again as is joined.
      state = .taken
      return rest
    }
  }

  /// Sees to it that nobody begins with the part any more.
  ///
  /// - Returns: false if somebody has begun.
  @discardableResult
  func pass() -> Bool {
    state.withLock { state in
      guard case .open = state else { return false }
      state = .taken
      return true
    }
  }
}
