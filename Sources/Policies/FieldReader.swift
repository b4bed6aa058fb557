/// Reads the fields of the index one after the other: every run reads all of it, so no line is split into parts first.
///
/// The build writes the index (`PolicyPack`); a field ends at a tab or at the end of its line.
struct FieldReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { offset >= bytes.count }

  /// How many lines there are.
  var lines: Int { bytes.reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 } }

  mutating func text() -> String { String(decoding: field(), as: UTF8.self) }

  /// A place in the packed texts: two fields, offset and length.
  mutating func range() -> Range<Int> {
    let start = number()
    return start..<start + number()
  }

  /// The parts of a field that commas separate.
  mutating func texts() -> [String] {
    let field = field()
    guard !field.isEmpty else { return [] }
    var result: [String] = []
    var start = field.startIndex
    for index in field.indices where field[index] == UInt8(ascii: ",") {
      result.append(String(decoding: field[start..<index], as: UTF8.self))
      start = index + 1
    }
    result.append(String(decoding: field[start...], as: UTF8.self))
    return result
  }

  private mutating func number() -> Int { field().reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }

  private mutating func field() -> Slice<UnsafeBufferPointer<UInt8>> {
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\t"), bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
    defer { offset += 1 }
    return bytes[start..<offset]
  }
}
