import Values

/// How a plain (unquoted) scalar is read: as the program reads it that the file is for.
public enum YAMLSchema: Sendable {
  /// YAML 1.2's core schema (10.3.2): what this project's own files use.
  case core
  /// As kubectl reads manifests (sigs.k8s.io/yaml over go-yaml 2): `yes`, `on`, `y` and their opposites are booleans,
  /// numbers are Go's (`0123` and `0o17` are octal, `0b1` binary, `_` is skipped), dates are text.
  case kubernetes
  /// YAML 1.1 as CloudFormation and its tools read templates (PyYAML's resolvers): `yes` and `on` are booleans, `0123`
  /// is octal, `1:20` counts in sixties, floats have a point, dates are text.
  case cloudFormation
  /// As Compose reads its files (go-yaml 3): the booleans of YAML 1.2, the numbers of Go.
  case compose

  fileprivate var hasGoNumbers: Bool { self == .kubernetes || self == .compose }

  /// Whether mapping keys are what the schema makes of them, written out: `yes: 1` is `"true": 1` for kubectl.
  var resolvesKeys: Bool { self == .kubernetes }

  /// Whether what `<<` brings counts more than what the mapping says before it (go-yaml 2), not only more than nothing.
  var mergesOver: Bool { self == .kubernetes }
}

/// The value of a plain scalar, nil for text (YAML 1.2, 10.3.2; YAML 1.1 type repository: bool, int, float, null;
/// `resolve.go` of go-yaml 2 and 3; `resolver.py` of PyYAML).
func plainScalar(_ text: UnsafeBufferPointer<UInt8>, _ schema: YAMLSchema) -> ValueNode? {
  guard let first = text.first else { return .null }
  switch first {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
    return special(text) ?? number(text, schema)
  case UInt8(ascii: "~"): return text.count == 1 ? .null : nil
  case UInt8(ascii: "t"), UInt8(ascii: "T"): return spells(text, "true") ? .bool(true) : nil
  case UInt8(ascii: "f"), UInt8(ascii: "F"): return spells(text, "false") ? .bool(false) : nil
  case UInt8(ascii: "n"), UInt8(ascii: "N"):
    if spells(text, "null") { return .null }
    return isWord(text, "no", "n", schema) ? .bool(false) : nil
  case UInt8(ascii: "y"), UInt8(ascii: "Y"): return isWord(text, "yes", "y", schema) ? .bool(true) : nil
  case UInt8(ascii: "o"), UInt8(ascii: "O"):
    guard schema == .kubernetes || schema == .cloudFormation else { return nil }
    return spells(text, "on") ? .bool(true) : spells(text, "off") ? .bool(false) : nil
  default: return nil
  }
}

/// Whether a text is one of YAML 1.1's short answers; a single letter is one for kubectl only.
private func isWord(
  _ text: UnsafeBufferPointer<UInt8>, _ word: StaticString, _ letter: StaticString, _ schema: YAMLSchema
) -> Bool {
  switch schema {
  case .kubernetes: spells(text, word) || spells(text, letter)
  case .cloudFormation: spells(text, word)
  case .core, .compose: false
  }
}

/// Whether a text is a word (lower-case ASCII) as it is, capitalised, or in capitals.
private func spells(_ text: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
  guard text.count == word.utf8CodeUnitCount else { return false }
  let isLower: (Int) -> Bool = { text[$0] & 0x20 != 0 }
  for index in text.indices {
    guard text[index] | 0x20 == word.utf8Start[index] else { return false }
    let follows = index < 2 ? isLower(0) && !isLower(index) : isLower(index) != isLower(1)
    if follows { return false }
  }
  return true
}

/// Infinities and what is no number.
private func special(_ text: UnsafeBufferPointer<UInt8>) -> ValueNode? {
  guard (4...5).contains(text.count) else { return nil }
  let hasSign = text[0] != UInt8(ascii: ".")
  let word = UnsafeBufferPointer(rebasing: text[(hasSign ? 2 : 1)...])
  guard text[hasSign ? 1 : 0] == UInt8(ascii: ".") else { return nil }
  if spells(word, "inf") { return .double(text[0] == UInt8(ascii: "-") ? -.infinity : .infinity) }
  let isNaN = !hasSign && word.elementsEqual("NaN".utf8) || !hasSign && spells(word, "nan") && !isCapitalised(word)
  return isNaN ? .double(.nan) : nil
}

private func isCapitalised(_ word: UnsafeBufferPointer<UInt8>) -> Bool { word[0] & 0x20 == 0 && word[1] & 0x20 != 0 }

private func number(_ text: UnsafeBufferPointer<UInt8>, _ schema: YAMLSchema) -> ValueNode? {
  // Most plain integers: a few digits.
  if text.count < 10, text.allSatisfy(isDigit), text[0] != UInt8(ascii: "0") || text.count == 1 {
    return .int(text.reduce(0) { $0 * 10 + Int64($1 & 0xF) })
  }
  // Longer texts are no numbers that anybody means; a version, an address, a date says so within its first bytes.
  guard text.count <= 400, text.allSatisfy(occursInNumbers) else { return nil }
  var digits = Array(text)
  if schema != .core { digits.removeAll { $0 == UInt8(ascii: "_") } }
  if schema == .cloudFormation { return legacyNumber(Array(text), digits) }
  return integer(digits, schema).map(ValueNode.int) ?? (isFloat(digits) ? float(digits) : nil)
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

private func occursInNumbers(_ byte: UInt8) -> Bool {
  isDigit(byte) || (0x61...0x66).contains(byte | 0x20) || "+-.:_xXoO".utf8.contains(byte)
}

/// The integers of YAML 1.2 and of Go.
private func integer(_ text: [UInt8], _ schema: YAMLSchema) -> Int64? {
  var digits = text[...]
  let negative = digits.first == UInt8(ascii: "-")
  if negative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
  var radix = 10
  if digits.count > 1, digits.first == UInt8(ascii: "0"), let mark = digits.dropFirst().first {
    let isGo = schema.hasGoNumbers
    switch isGo ? mark | 0x20 : mark {
    case UInt8(ascii: "x"): (radix, digits) = (16, digits.dropFirst(2))
    case UInt8(ascii: "o"): (radix, digits) = (8, digits.dropFirst(2))
    case UInt8(ascii: "b") where isGo: (radix, digits) = (2, digits.dropFirst(2))
    default: if isGo { (radix, digits) = (8, digits.dropFirst()) }
    }
  }
  return integer(digits, radix: radix, negative: negative)
}

private func integer(_ digits: ArraySlice<UInt8>, radix: Int, negative: Bool) -> Int64? {
  guard let first = digits.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "+") else { return nil }
  return Int64((negative ? "-" : "") + String(decoding: digits, as: UTF8.self), radix: radix)
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
private func isFloat(_ text: [UInt8]) -> Bool {
  var rest = text[...]
  if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
  let whole = rest.prefix(while: isDigit).count
  rest = rest.dropFirst(whole)
  if rest.first == UInt8(ascii: ".") {
    rest = rest.dropFirst()
    let part = rest.prefix(while: isDigit).count
    guard whole + part > 0 else { return false }
    rest = rest.dropFirst(part)
  } else if whole == 0 {
    return false
  }
  guard let exponent = rest.first else { return true }
  guard exponent | 0x20 == UInt8(ascii: "e") else { return false }
  rest = rest.dropFirst()
  if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
  return !rest.isEmpty && rest.allSatisfy(isDigit)
}

private func float(_ digits: [UInt8]) -> ValueNode? {
  Double(String(decoding: digits, as: UTF8.self)).map(ValueNode.double)
}

/// The numbers of YAML 1.1 as PyYAML recognises them.
///
/// - Parameter digits: the text without underscores.
private func legacyNumber(_ text: [UInt8], _ digits: [UInt8]) -> ValueNode? {
  var body = digits[...]
  let negative = body.first == UInt8(ascii: "-")
  if negative || body.first == UInt8(ascii: "+") { body = body.dropFirst() }
  guard let first = body.first else { return nil }
  if body.contains(UInt8(ascii: ":")) { return sixties(body, negative: negative) }
  if first == UInt8(ascii: "0"), body.count > 1 {
    switch body.dropFirst().first {
    case UInt8(ascii: "x"): return integer(body.dropFirst(2), radix: 16, negative: negative).map(ValueNode.int)
    case UInt8(ascii: "b"): return integer(body.dropFirst(2), radix: 2, negative: negative).map(ValueNode.int)
    case UInt8(ascii: "."): break
    default:
      if let value = integer(body.dropFirst(), radix: 8, negative: negative) { return .int(value) }
    }
  } else if body.allSatisfy(isDigit), isDigit(text.first { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") } ?? 0) {
    return integer(body, radix: 10, negative: negative).map(ValueNode.int) ?? float(digits)
  }
  guard body.contains(UInt8(ascii: ".")), isFloat(digits), hasSignedExponent(body) else { return nil }
  // A float that begins with its point has no sign.
  return first == UInt8(ascii: ".") && body.count < digits.count ? nil : float(digits)
}

private func hasSignedExponent(_ body: ArraySlice<UInt8>) -> Bool {
  guard let exponent = body.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return true }
  let next = body[body.index(after: exponent)...].first
  return next == UInt8(ascii: "-") || next == UInt8(ascii: "+")
}

/// `190:20:30`: each part but the first below 60; a fraction may follow the last.
private func sixties(_ body: ArraySlice<UInt8>, negative: Bool) -> ValueNode? {
  let parts = body.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
  guard let last = parts.last, parts.count > 1, isDigit(body.first ?? 0) else { return nil }
  let isFraction = last.contains(UInt8(ascii: "."))
  let isZero = body.first == UInt8(ascii: "0")
  guard isFraction || !isZero else { return nil }
  var total = 0.0
  for (index, part) in parts.enumerated() {
    let whole = part.prefix { $0 != UInt8(ascii: ".") }
    guard !whole.isEmpty, whole.allSatisfy(isDigit), index == 0 || whole.count <= 2,
      index == parts.count - 1 || whole.count == part.count,
      let value = Double(String(decoding: part.last == UInt8(ascii: ".") ? whole : part, as: UTF8.self)),
      index == 0 || value < 60
    else { return nil }
    total = total * 60 + value
  }
  guard !isFraction else { return .double(negative ? -total : total) }
  return total < 9e15 ? .int(Int64(negative ? -total : total)) : nil
}
