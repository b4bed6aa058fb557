/// Takes the values of a text that is only proven well-formed: nothing is kept of them but names, for as long as one may
/// occur twice in a map.
public struct ForgottenValues: Sendable {
  private var strings = StringTable()
  private var names: [KeyID] = []

  public init() {}

  @inline(__always)
  public var mark: Int { names.count }

  @inline(__always)
  public mutating func push(key: KeyID) { names.append(key) }

  /// Pushes a container in the place of what was pushed since `mark`.
  @inline(__always)
  public mutating func closeContainer(since mark: Int, key: KeyID) {
    names.removeLast(names.count - mark)
    names.append(key)
  }

  public mutating func key(utf8: UnsafeBufferPointer<UInt8>) -> KeyID { strings.internKey(utf8) }

  /// Whether a text spells a name at a place, followed by a quote.
  ///
  /// - Returns: the length of the name; nil if something else stands there.
  public func length(of key: KeyID, ifSpeltIn text: RawSpan, at offset: Int) -> Int? {
    strings.length(of: key, ifSpeltIn: text, at: offset)
  }

  /// Whether no name occurs twice among the members pushed since `mark`.
  public func pushedNamesAreDistinct(since mark: Int, _ stamps: inout NameStamps) -> Bool {
    guard names.count - mark > 1 else { return true }
    stamps.turn(keyCount: strings.keyCount)
    for index in mark..<names.count where !stamps.insert(names[index]) { return false }
    return true
  }
}
