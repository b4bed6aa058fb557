/// One value of ASN.1 in its distinguished encoding (X.690), as far as keys and time stamps need it.
struct DER {
  enum Tag {
    static let boolean: UInt8 = 0x01
    static let integer: UInt8 = 0x02
    static let bitString: UInt8 = 0x03
    static let octetString: UInt8 = 0x04
    static let objectIdentifier: UInt8 = 0x06
    static let generalizedTime: UInt8 = 0x18
    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31
  }

  let tag: UInt8
  let content: ArraySlice<UInt8>
  /// Tag, length and content.
  let whole: ArraySlice<UInt8>

  /// Reads one value that fills the bytes; nil for anything else, also for lengths that are not the shortest.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard let (value, rest) = Self.next(bytes), rest.isEmpty else { return nil }
    self = value
  }

  init?(_ bytes: [UInt8]) { self.init(bytes[...]) }

  private init(tag: UInt8, content: ArraySlice<UInt8>, whole: ArraySlice<UInt8>) {
    self.tag = tag
    self.content = content
    self.whole = whole
  }

  private static func next(_ bytes: ArraySlice<UInt8>) -> (DER, rest: ArraySlice<UInt8>)? {
    guard let tag = bytes.first, tag & 0x1F != 0x1F, let first = bytes.dropFirst().first else { return nil }
    var body = bytes.dropFirst(2)
    var length = Int(first)
    if first >= 0x80 {
      let count = Int(first & 0x7F)
      guard (1...4).contains(count), body.count >= count else { return nil }
      length = body.prefix(count).reduce(0) { $0 << 8 | Int($1) }
      body = body.dropFirst(count)
      guard length >= 0x80, count == 1 || length >> (8 * (count - 1)) > 0 else { return nil }
    }
    guard body.count >= length else { return nil }
    let content = body.prefix(length)
    return (DER(tag: tag, content: content, whole: bytes[bytes.startIndex..<content.endIndex]), body.dropFirst(length))
  }

  /// The values inside a constructed value; nil unless they fill it.
  var children: [DER]? {
    guard tag & 0x20 != 0 else { return nil }
    var result: [DER] = []
    var rest = content
    while !rest.isEmpty {
      guard let (value, next) = Self.next(rest) else { return nil }
      result.append(value)
      rest = next
    }
    return result
  }

  /// The values inside a sequence.
  var sequence: [DER]? { tag == Tag.sequence ? children : nil }

  /// An object identifier in dots and numbers.
  var objectIdentifier: String? {
    guard tag == Tag.objectIdentifier, let first = content.first else { return nil }
    var numbers = [first < 80 ? UInt64(first) / 40 : 2]
    var value: UInt64 = 0
    var isFirst = true
    for byte in content {
      guard value < 1 << 50 else { return nil }
      value = value << 7 | UInt64(byte & 0x7F)
      guard byte & 0x80 == 0 else { continue }
      if isFirst {
        numbers.append(value < 80 ? value % 40 : value - 80)
        isFirst = false
      } else {
        numbers.append(value)
      }
      value = 0
    }
    return content.last.map { $0 & 0x80 == 0 } == true ? numbers.map(String.init).joined(separator: ".") : nil
  }

  /// A value made of a tag and content.
  static func encode(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    if content.count < 0x80 {
      length = [UInt8(content.count)]
    } else {
      var rest = content.count
      while rest > 0 {
        length.insert(UInt8(truncatingIfNeeded: rest), at: 0)
        rest >>= 8
      }
      length.insert(0x80 | UInt8(length.count), at: 0)
    }
    return [tag] + length + content
  }
}
