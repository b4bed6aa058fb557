import Diagnostics

/// Writes JSON text: UTF-8, members in the order given, strings escaped so that they are also safe inside HTML.
public struct JSONWriter: Sendable {
  public private(set) var bytes: [UInt8] = []
  private var indents: Bool
  private var depth = 0
  private var needsComma = false
  private var afterName = false

  /// - Parameter indents: two spaces a level; without it everything stands on one line.
  public init(indents: Bool = false) { self.indents = indents }

  public var text: String { String(decoding: bytes, as: UTF8.self) }

  public mutating func object(_ body: (inout JSONWriter) -> Void) { container("{", "}", body) }

  public mutating func array(_ body: (inout JSONWriter) -> Void) { container("[", "]", body) }

  /// Writes one value, whatever it holds, on one line.
  public mutating func onOneLine(_ body: (inout JSONWriter) -> Void) {
    separate()
    afterName = true
    let before = indents
    indents = false
    body(&self)
    indents = before
  }

  /// Writes a member's name; a value must follow.
  public mutating func name(_ name: String) {
    separate()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    if indents { bytes.append(0x20) }
    afterName = true
  }

  public mutating func value(_ text: String) {
    separate()
    quote(text)
    needsComma = true
  }

  public mutating func value(_ number: some BinaryInteger) { raw(String(number)) }

  /// JSON has no infinities or NaN: they are written as strings.
  public mutating func value(_ number: Double) {
    guard number.isFinite else { return value("\(number)") }
    let exact = Int64(exactly: number).map { String($0) }
    raw(exact ?? "\(number)")
  }

  public mutating func value(_ truth: Bool) { raw(truth ? "true" : "false") }

  public mutating func null() { raw("null") }

  /// Writes a value that is JSON text already.
  public mutating func json(_ text: String) { raw(text) }

  /// A member with a text value; nothing if the text is nil.
  public mutating func member(_ name: String, _ text: String?) {
    guard let text else { return }
    self.name(name)
    value(text)
  }

  public mutating func member(_ name: String, _ number: Int) {
    self.name(name)
    value(number)
  }

  public mutating func member(_ name: String, _ truth: Bool) {
    self.name(name)
    value(truth)
  }

  public mutating func member(_ name: String, _ texts: some Sequence<String>) {
    self.name(name)
    array { for text in texts { $0.value(text) } }
  }

  /// Writes a newline, as text files end with one.
  public mutating func endLine() { bytes.append(0x0A) }

  private mutating func raw(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  private mutating func container(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: open))
    depth += 1
    needsComma = false
    let before = bytes.count
    body(&self)
    depth -= 1
    if bytes.count > before { breakLine() }
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }

  private mutating func separate() {
    if afterName {
      afterName = false
      return
    }
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    if depth > 0 { breakLine() }
    needsComma = false
  }

  private mutating func breakLine() {
    guard indents else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    if !text.withUTF8({ appendPlain($0) }) {
      if text.unicodeScalars.contains(where: { $0.value >= 0x80 && isUnsafeToShow($0) }) {
        quoteUnsafe(text)
      } else {
        quotePlain(text)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  /// Appends a text that stands in quotes as it is, as nearly all do; others are left.
  private mutating func appendPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    for byte in text {
      switch byte {
      case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"),
        0x7F...:
        return false
      default: continue
      }
    }
    bytes.append(contentsOf: text)
    return true
  }

  private mutating func quotePlain(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0x0D: bytes.append(contentsOf: "\\r".utf8)
      case UInt8(ascii: "#") where bytes.last == byte:
        // `##vso[` and `##[` are commands to CI systems, wherever they stand in a log.
        bytes.append(contentsOf: "\\u0023".utf8)
      case 0..<0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
  }

  /// Writes characters that a terminal could obey (C1 controls, changes of direction) as escapes.
  private mutating func quoteUnsafe(_ text: String) {
    var safe = ""
    for scalar in text.unicodeScalars {
      if scalar.value >= 0x80, isUnsafeToShow(scalar) {
        quotePlain(safe)
        safe = ""
        for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
          let digits = String(unit, radix: 16)
          bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
        }
      } else {
        safe.unicodeScalars.append(scalar)
      }
    }
    quotePlain(safe)
  }
}
