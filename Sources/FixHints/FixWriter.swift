/// Writes HCL as `terraform fmt` has it: two spaces a level, equals signs of neighbouring lines in one column.
struct FixWriter {
  /// The name that a reference gets.
  let name: (FixReference) -> String
  private(set) var text = ""

  init(name: @escaping (FixReference) -> String) { self.name = name }

  mutating func write(_ block: FixBlock, depth: Int = 0) {
    let labels = block.labels.map { " \(HCLText.quoted($0))" }.joined()
    guard !block.items.isEmpty else { return line("\(block.type)\(labels) {}", depth) }
    line("\(block.type)\(labels) {", depth)
    write(block.items, depth: depth + 1)
    line("}", depth)
  }

  mutating func write(_ items: [FixItem], depth: Int) {
    let items = Self.tidied(items)
    var index = 0
    while index < items.count {
      switch items[index] {
      case .blank: text += "\n"
      case .comment(let comment): line(comment, depth)
      case .block(let block): write(block, depth: depth)
      case .attribute:
        let group = aligned(items[index...])
        let width = group.map(\.name.count).max() ?? 0
        for attribute in group { write(attribute, width: width, depth) }
        index += group.count - 1
      }
      index += 1
    }
  }

  /// The attributes whose equals signs stand in one column: those of one line each that follow each other.
  private func aligned(_ items: ArraySlice<FixItem>) -> [FixAttribute] {
    var group: [FixAttribute] = []
    for case .attribute(let attribute) in items.prefix(while: { if case .attribute = $0 { true } else { false } }) {
      let isLong = value(attribute).contains("\n")
      if isLong, !group.isEmpty { break }
      group.append(attribute)
      if isLong { break }
    }
    return group
  }

  private func value(_ attribute: FixAttribute) -> String {
    var value = ""
    for piece in attribute.expression.pieces {
      switch piece {
      case .text(let text): value += text
      case .reference(let reference): value += name(reference)
      }
    }
    return value
  }

  private mutating func write(_ attribute: FixAttribute, width: Int, _ depth: Int) {
    let space = String(repeating: " ", count: max(0, width - attribute.name.count))
    let comment = attribute.comment.map { " \($0)" } ?? ""
    let lines = value(attribute).split(separator: "\n", omittingEmptySubsequences: false)
    line("\(attribute.name)\(space) = \(lines[0])\(lines.count == 1 ? comment : "")", depth)
    for (index, rest) in lines.enumerated().dropFirst() {
      let isLast = index == lines.count - 1
      line(String(rest) + (isLast ? comment : ""), depth)
    }
  }

  private mutating func line(_ line: String, _ depth: Int) {
    text += line.isEmpty ? "\n" : String(repeating: "  ", count: depth) + line + "\n"
  }

  /// Without blank lines at the ends and without two in a row.
  private static func tidied(_ items: [FixItem]) -> [FixItem] {
    var result: [FixItem] = []
    for item in items {
      if case .blank = item {
        guard let last = result.last else { continue }
        if case .blank = last { continue }
      }
      result.append(item)
    }
    if case .blank? = result.last { result.removeLast() }
    return result
  }
}

/// Texts and names of HCL's native syntax.
enum HCLText {
  /// A quoted string that is the text, whatever is in it.
  static func quoted(_ text: String) -> String {
    var result = "\""
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "$", "%":
        result.unicodeScalars.append(scalar)
        if index + 1 < scalars.count, scalars[index + 1] == "{" { result.unicodeScalars.append(scalar) }
      case _
      where scalar.value < 0x20 || scalar.value == 0x7F || scalar.properties.isDefaultIgnorableCodePoint
        || scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Whether a name can stand without quotes, and cannot be anything else than a name.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !isDigit(first), first != UInt8(ascii: "-"), text.utf8.count <= 255 else {
      return false
    }
    return text.utf8.allSatisfy { byte in
      isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: "-")
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
