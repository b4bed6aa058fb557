import Glibc

/// The strings of an arena: member names interned to ``KeyID``s, short texts stored once.
///
/// Open addressing with a seeded multiplicative hash. The seed differs from run to run, so that nobody can prepare
/// names that collide; ids are given in order of first appearance, so that nothing visible depends on it.
public struct StringTable: Sendable {
  @usableFromInline
  struct Span: Sendable {
    @usableFromInline let offset: UInt32
    @usableFromInline let length: UInt32

    @inlinable
    init(offset: UInt32, length: UInt32) {
      self.offset = offset
      self.length = length
    }
  }

  private struct Slot {
    var hash: UInt32
    var idPlusOne: UInt32
  }

  /// All texts one after the other, UTF-8; a string node's payload is an offset and a length in here.
  public private(set) var bytes: [UInt8] = []
  private var keys: [Span] = []
  private var keySlots = Self.noSlots
  private var texts: [Span] = []
  private var textSlots = Self.noSlots
  /// What all tables begin with; most of those that a build packed never get a text.
  private static let noSlots = emptySlots(256)
  private let seed = Self.processSeed
  private static let processSeed = UInt64.random(in: 1 ... .max)

  /// Longer texts rarely repeat; looking them up would cost more than it saves. Policies are shorter, and a plan says
  /// each of them up to four times.
  private static let longestInterned = 4096

  public init() {}

  /// A table of texts and names that stand in `text` already; names have their ids by their order.
  init(text: [UInt8], names: some Collection<(offset: Int, length: Int)>) {
    bytes = text
    keys.reserveCapacity(names.count)
    keySlots = Self.emptySlots(16)
    for name in names {
      keys.append(
        Span(offset: UInt32(truncatingIfNeeded: name.offset), length: UInt32(truncatingIfNeeded: name.length)))
    }
    text.withUnsafeBufferPointer { text in
      for (id, key) in keys.enumerated() {
        let name = UnsafeBufferPointer(rebasing: text[Int(key.offset)..<Int(key.offset + key.length)])
        Self.insert(hash(name), UInt32(truncatingIfNeeded: id), count: id + 1, into: &keySlots)
      }
    }
  }

  /// The number of interned keys; key ids are smaller.
  public var keyCount: Int { keys.count }

  public func name(_ key: KeyID) -> String {
    let span = keys[Int(key.index)]
    return text(offset: span.offset, length: span.length)
  }

  public func text(offset: UInt32, length: UInt32) -> String {
    String(decoding: bytes[Int(offset)..<Int(offset) + Int(length)], as: UTF8.self)
  }

  /// The id of `name`, nil if no map of the arena has such a member.
  public func key(_ name: String) -> KeyID? {
    var name = name
    return name.withUTF8 { utf8 in
      let hash = hash(utf8)
      return find(utf8, hash, keys, keySlots).map { KeyID($0) }
    }
  }

  /// The id of the name spelt by `utf8`, nil if no map of the arena has such a member.
  public func key(utf8: UnsafeBufferPointer<UInt8>) -> KeyID? {
    find(utf8, hash(utf8), keys, keySlots).map { KeyID($0) }
  }

  /// Whether a text spells a name at a place, followed by a quote.
  ///
  /// - Returns: the length of the name; nil if something else stands there.
  public func length(of key: KeyID, ifSpeltIn text: RawSpan, at offset: Int) -> Int? {
    let span = keys[Int(key.index)]
    return stands(offset: span.offset, length: span.length, in: text, at: offset) ? Int(span.length) : nil
  }

  /// Whether a stored text stands at a place of another text, followed by a quote.
  public func stands(offset: UInt32, length: UInt32, in text: RawSpan, at start: Int) -> Bool {
    let length = Int(length)
    guard start + length < text.byteCount,
      text.unsafeLoad(fromByteOffset: start + length, as: UInt8.self) == UInt8(ascii: "\"")
    else { return false }
    let stored = bytes.span.bytes
    let offset = Int(offset)
    guard length >= 8 else {
      // Bytes behind the text are loaded too where there are any, and do not count.
      guard offset + 8 <= stored.byteCount, start + 8 <= text.byteCount else {
        for index in 0..<length {
          let one = stored.unsafeLoad(fromByteOffset: offset + index, as: UInt8.self)
          guard one == text.unsafeLoad(fromByteOffset: start + index, as: UInt8.self) else { return false }
        }
        return true
      }
      return (Self.word(stored, offset) ^ Self.word(text, start)) << UInt64(64 - 8 * length) == 0
    }
    var index = 0
    while index + 8 < length {
      guard Self.word(stored, offset + index) == Self.word(text, start + index) else { return false }
      index += 8
    }
    return Self.word(stored, offset + length - 8) == Self.word(text, start + length - 8)
  }

  /// Eight bytes, the first of them lowest. They have to be there.
  @inline(__always)
  private static func word(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Where a short text is stored that equals `text`, nil if none does.
  public func stored(_ text: String) -> (offset: UInt32, length: UInt32)? {
    var text = text
    return text.withUTF8 { utf8 in
      guard let id = find(utf8, hash(utf8), texts, textSlots) else { return nil }
      return (texts[Int(id)].offset, texts[Int(id)].length)
    }
  }

  mutating func reserve(bytes count: Int) {
    guard bytes.capacity - bytes.count < count else { return }
    bytes.reserveCapacity(bytes.count + max(count, bytes.count))
  }

  mutating func internKey(_ utf8: UnsafeBufferPointer<UInt8>) -> KeyID {
    let hash = hash(utf8)
    if let id = find(utf8, hash, keys, keySlots) { return KeyID(id) }
    let id = UInt32(keys.count)
    keys.append(append(utf8))
    Self.insert(hash, id, count: keys.count, into: &keySlots)
    return KeyID(id)
  }

  /// Stores a text, or finds the equal one that is there.
  mutating func store(_ utf8: UnsafeBufferPointer<UInt8>) -> (offset: UInt32, length: UInt32) {
    guard utf8.count <= Self.longestInterned else {
      let span = append(utf8)
      return (span.offset, span.length)
    }
    let span = texts[Int(internText(utf8))]
    return (span.offset, span.length)
  }

  /// Stores a text, or finds the equal one that is there.
  ///
  /// - Returns: its number among the texts. Tables in which texts are found by number have them all by number.
  mutating func number(_ utf8: UnsafeBufferPointer<UInt8>) -> UInt32 {
    if utf8.count <= Self.longestInterned { return internText(utf8) }
    texts.append(append(utf8))
    return UInt32(texts.count - 1)
  }

  private mutating func internText(_ utf8: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let hash = hash(utf8)
    if let id = find(utf8, hash, texts, textSlots) { return id }
    let id = UInt32(texts.count)
    texts.append(append(utf8))
    Self.insert(hash, id, count: texts.count, into: &textSlots)
    return id
  }

  /// Whether a text stands at a place of another text, followed by a quote.
  func stands(number: UInt32, in text: RawSpan, at start: Int) -> Bool {
    let span = texts[Int(number)]
    return stands(offset: span.offset, length: span.length, in: text, at: start)
  }

  /// Takes the names and texts of a table in which texts have numbers.
  ///
  /// - Returns: the ids of the names and the places of the texts here, by what they have there.
  mutating func join(_ other: StringTable) -> (keys: [KeyID], texts: [UInt32]) {
    let keys = other.keys.map { span in other.withBytes(of: span) { internKey($0) } }
    let texts = other.texts.map { span in other.withBytes(of: span) { store($0).offset } }
    return (keys, texts)
  }

  private func withBytes<Result>(of span: Span, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { all in
      body(UnsafeBufferPointer(rebasing: all[Int(span.offset)..<Int(span.offset) + Int(span.length)]))
    }
  }

  private mutating func append(_ utf8: UnsafeBufferPointer<UInt8>) -> Span {
    let offset = UInt32(bytes.count)
    bytes.append(contentsOf: utf8)
    return Span(offset: offset, length: UInt32(utf8.count))
  }

  private func find(_ utf8: UnsafeBufferPointer<UInt8>, _ hash: UInt32, _ spans: [Span], _ slots: [Slot]) -> UInt32? {
    let mask = slots.count - 1
    var index = Int(hash) & mask
    while true {
      let slot = slots[index]
      if slot.idPlusOne == 0 { return nil }
      if slot.hash == hash {
        let span = spans[Int(slot.idPlusOne - 1)]
        if Int(span.length) == utf8.count, equals(span, utf8) { return slot.idPlusOne - 1 }
      }
      index = (index + 1) & mask
    }
  }

  private func equals(_ span: Span, _ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.withUnsafeBytes { all in
      guard let stored = all.baseAddress, let other = utf8.baseAddress else { return utf8.isEmpty }
      return memcmp(stored + Int(span.offset), other, utf8.count) == 0
    }
  }

  private static func insert(_ hash: UInt32, _ id: UInt32, count: Int, into slots: inout [Slot]) {
    if count * 2 > slots.count {
      var larger = emptySlots(slots.count * 2)
      for slot in slots where slot.idPlusOne != 0 { place(slot, in: &larger) }
      slots = larger
    }
    place(Slot(hash: hash, idPlusOne: id + 1), in: &slots)
  }

  /// - Parameter count: a power of two.
  private static func emptySlots(_ count: Int) -> [Slot] {
    [Slot](repeating: Slot(hash: 0, idPlusOne: 0), count: count)
  }

  private static func place(_ slot: Slot, in slots: inout [Slot]) {
    let mask = slots.count - 1
    var index = Int(slot.hash) & mask
    while slots[index].idPlusOne != 0 { index = (index + 1) & mask }
    slots[index] = slot
  }

  private func hash(_ utf8: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let raw = UnsafeRawBufferPointer(utf8)
    var state = seed ^ UInt64(truncatingIfNeeded: raw.count)
    var index = 0
    while index + 8 < raw.count {
      state = Self.mix(state ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    state = Self.mix(state ^ Self.lastBytes(raw))
    return UInt32(truncatingIfNeeded: state ^ (state >> 32))
  }

  /// The last eight bytes of a text, or all of a shorter one.
  private static func lastBytes(_ raw: UnsafeRawBufferPointer) -> UInt64 {
    let count = raw.count
    if count >= 8 { return raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self) }
    if count >= 4 {
      let first = raw.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
      let last = raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
      return UInt64(first) << 32 | UInt64(last)
    }
    return raw.reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
