import Rules

/// The module that a resource is in: what lies in it is named from there, so that the same module called many times has
/// the same evidence.
///
/// A name that begins with `./` is below the module; other names that begin with `.` or `=` have `=` before them.
struct Vicinity {
  /// `module.a.module.b["x.y"].`, empty for the root.
  private let module: String

  init(of address: String) { module = String(decoding: Self.module(address.utf8), as: UTF8.self) }

  func relative(_ name: String) -> String {
    if !module.isEmpty, name.utf8.starts(with: module.utf8) {
      return "./" + String(decoding: name.utf8.dropFirst(module.utf8.count), as: UTF8.self)
    }
    guard let first = name.utf8.first, first == UInt8(ascii: ".") || first == UInt8(ascii: "=") else { return name }
    return "=" + name
  }

  func absolute(_ name: String) -> String {
    if name.utf8.starts(with: "./".utf8) { return module + String(decoding: name.utf8.dropFirst(2), as: UTF8.self) }
    return name.utf8.first == UInt8(ascii: "=") ? String(decoding: name.utf8.dropFirst(), as: UTF8.self) : name
  }

  /// The longest beginning that consists of `module.NAME.`; dots in index keys divide nothing.
  private static func module(_ address: String.UTF8View) -> String.UTF8View.SubSequence {
    var end = address.startIndex
    while address[end...].starts(with: "module.".utf8) {
      var index = address.index(end, offsetBy: 7)
      var isQuoted = false
      while index < address.endIndex, isQuoted || address[index] != UInt8(ascii: ".") {
        if address[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
        index = address.index(after: index)
      }
      guard index < address.endIndex else { break }
      end = address.index(after: index)
    }
    return address[..<end]
  }
}
