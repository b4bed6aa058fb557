import Glibc
import Values

/// Rows of numbers that the build packed (`PolicyPack`).
struct PackedTable: Sendable {
  private let text: StaticString
  private let fields: Int

  init(_ text: StaticString, fields: Int) {
    self.text = text
    self.fields = fields
  }

  var count: Int { text.utf8CodeUnitCount / (fields * PackedNumber.width) }

  func field(_ field: Int, of row: Int) -> Int {
    PackedNumber.read(text.utf8, at: (row * fields + field) * PackedNumber.width)
  }

  /// An offset and the length in the field behind it.
  func range(_ field: Int, of row: Int) -> Range<Int> {
    let start = self.field(field, of: row)
    return start..<start + self.field(field + 1, of: row)
  }

  /// The name whose offset and length are in a field and the one behind it.
  func text(_ field: Int, of row: Int) -> String {
    String(decoding: bytes(field, of: row), as: UTF8.self)
  }

  /// The same without making a text of it.
  func bytes(_ field: Int, of row: Int) -> UnsafeBufferPointer<UInt8> {
    EmbeddedPolicies.names.bytes(range(field, of: row))
  }

  /// The name by which the rows are sorted.
  func name(of row: Int) -> UnsafeBufferPointer<UInt8> { bytes(0, of: row) }

  /// The row with a name by which the rows are sorted, nil if there is none.
  func row(named name: UnsafeBufferPointer<UInt8>) -> Int? {
    let row = firstRow { self.name(of: $0).precedes(name) }
    return row < count && self.name(of: row).elementsEqual(name) ? row : nil
  }

  /// The first row that is not before what is looked for.
  func firstRow(_ isBefore: (Int) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether these bytes come before others.
  func precedes(_ others: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let mine = baseAddress, let theirs = others.baseAddress else { return count < others.count }
    let order = memcmp(mine, theirs, Swift.min(count, others.count))
    return order == 0 ? count < others.count : order < 0
  }
}

extension StaticString {
  var utf8: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount) }

  func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: utf8[range]) }
}
