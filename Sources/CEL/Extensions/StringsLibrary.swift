/// Functions over strings (the "strings" extension library); indices count code points.
extension FunctionLibrary {
  public static let strings = FunctionLibrary(name: "strings", functions: searches + pieces + casing + joining)

  private static func method(
    _ name: String, _ forms: [[CELType]], _ result: CELType,
    _ body: @escaping @Sendable (inout EvaluationContext, [UInt8], [CELValue]) -> CELValue
  ) -> Function {
    let signatures = forms.map { Signature(isMethod: true, [.string] + $0, result) }
    return Function(
      name, signatures,
      .any { context, arguments in
        guard arguments[0].isString, signatures.contains(where: { context.fits($0, arguments) }) else {
          return context.noMatch(name, arguments)
        }
        context.budget -= Int(arguments[0].high) >> 3
        return body(&context, context.bytes(of: arguments[0]), arguments)
      })
  }

  private static let searches: [Function] = [
    method("charAt", [[.int]], .string) { context, text, arguments in
      let index = arguments[1].rawInt
      guard let start = Bytes.offset(ofScalar: Int(clamping: index), in: text) else { return context.outOfRange(index) }
      let rest = text[start...]
      let end = rest.dropFirst().firstIndex { $0 & 0xC0 != 0x80 } ?? text.count
      return context.string(utf8: Array(text[start..<end]))
    },
    method("indexOf", [[.string], [.string, .int]], .int) { context, text, arguments in
      let part = context.bytes(of: arguments[1])
      var start = 0
      if arguments.count > 2 {
        let index = arguments[2].rawInt
        guard let offset = Bytes.offset(ofScalar: Int(clamping: index), in: text) else {
          return context.outOfRange(index)
        }
        start = offset
      }
      context.budget -= text.count * part.count >> 8
      return .int(Bytes.find(part, in: text, from: start).map { Bytes.scalarCount(text[..<$0]) } ?? -1)
    },
    method("lastIndexOf", [[.string], [.string, .int]], .int) { context, text, arguments in
      let part = context.bytes(of: arguments[1])
      var limit = text.count
      if arguments.count > 2 {
        let index = arguments[2].rawInt
        guard let offset = Bytes.offset(ofScalar: Int(clamping: index), in: text) else {
          return context.outOfRange(index)
        }
        limit = offset
      }
      context.budget -= text.count * part.count >> 8
      return .int(Bytes.findLast(part, in: text, notAfter: limit).map { Bytes.scalarCount(text[..<$0]) } ?? -1)
    },
  ]

  private static let pieces: [Function] = [
    method("substring", [[.int], [.int, .int]], .string) { context, text, arguments in
      let first = arguments[1].rawInt
      guard let start = Bytes.offset(ofScalar: Int(clamping: first), in: text) else { return context.outOfRange(first) }
      guard arguments.count > 2 else { return context.string(utf8: Array(text[start...])) }
      let last = arguments[2].rawInt
      guard let end = Bytes.offset(ofScalar: Int(clamping: last), in: text) else { return context.outOfRange(last) }
      guard start <= end else { return context.error(.range, "there is no substring from \(first) to \(last)") }
      return context.string(utf8: Array(text[start..<end]))
    },
    method("replace", [[.string, .string], [.string, .string, .int]], .string) { context, text, arguments in
      let limit = arguments.count > 3 ? arguments[3].rawInt : -1
      let (old, new) = (context.bytes(of: arguments[1]), context.bytes(of: arguments[2]))
      return context.replaced(text, old, new, limit: limit)
    },
    method("split", [[.string], [.string, .int]], .list(.string)) { context, text, arguments in
      let limit = arguments.count > 2 ? arguments[2].rawInt : -1
      return context.split(text, context.bytes(of: arguments[1]), limit: limit)
    },
    method("trim", [[]], .string) { context, text, _ in
      let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
      let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex
      let end = scalars.lastIndex { !$0.properties.isWhitespace }.map { scalars.index(after: $0) } ?? start
      return context.string(String(scalars[start..<end]))
    },
    method("reverse", [[]], .string) { context, text, _ in
      let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
      return context.string(String(String.UnicodeScalarView(scalars.reversed())))
    },
  ]

  private static let casing: [Function] = [
    method("lowerAscii", [[]], .string) { context, text, _ in
      context.string(utf8: text.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 })
    },
    method("upperAscii", [[]], .string) { context, text, _ in
      context.string(utf8: text.map { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") ? $0 & ~0x20 : $0 })
    },
    Function(
      "strings.quote", [Signature([.string], .string)],
      .unary { context, value in
        guard let text = context.string(of: value) else { return context.noSuchOverload("strings.quote", value) }
        return context.string("\"" + text.unicodeScalars.map { Self.quoted($0) }.joined() + "\"")
      }),
  ]

  /// As `strings.quote` writes a code point: only the named escapes.
  private static func quoted(_ scalar: UnicodeScalar) -> String {
    let isNamed = (0x07...0x0D).contains(scalar.value) || scalar == "\"" || scalar == "\\"
    return isNamed ? Quoting.escaped(scalar) : String(scalar)
  }

  private static let joining: [Function] = [
    Function(
      "join",
      [
        Signature(isMethod: true, [.list(.string)], .string),
        Signature(isMethod: true, [.list(.string), .string], .string),
      ],
      .any { context, arguments in context.joined(arguments) }),
    Function(
      "format", [Signature(isMethod: true, [.string, .list(.dyn)], .string)],
      .binary { context, text, arguments in
        guard text.isString, arguments.isList else { return context.noSuchOverload("format", text, arguments) }
        return context.formatted(text, arguments)
      }),
  ]
}

extension EvaluationContext {
  fileprivate func fits(_ signature: Signature, _ arguments: [CELValue]) -> Bool {
    signature.parameters.count == arguments.count
      && zip(signature.parameters, arguments).allSatisfy { accepts($0, $1) }
  }

  mutating func noMatch(_ name: String, _ arguments: [CELValue]) -> CELValue {
    let types = arguments.map { typeName($0) }.joined(separator: ", ")
    return error(.noSuchOverload, "no form of `\(name)` takes (\(types))")
  }

  fileprivate mutating func outOfRange(_ index: Int64) -> CELValue {
    error(.range, "the index \(index) is out of range")
  }

  /// An empty `old` stands before every code point and at the end.
  fileprivate mutating func replaced(_ text: [UInt8], _ old: [UInt8], _ new: [UInt8], limit: Int64) -> CELValue {
    var result: [UInt8] = []
    var offset = 0
    var rest = limit < 0 ? Int64.max : limit
    while rest > 0, let found = Bytes.find(old, in: text, from: offset) {
      result += text[offset..<found]
      result += new
      offset = found + old.count
      rest -= 1
      budget -= 1 + new.count >> 4
      guard budget >= 0 else { return .null }
      guard old.isEmpty else { continue }
      guard offset < text.count else { break }
      let next = text[(offset + 1)...].firstIndex { $0 & 0xC0 != 0x80 } ?? text.count
      result += text[offset..<next]
      offset = next
    }
    result += text[offset...]
    return string(utf8: result)
  }

  fileprivate mutating func split(_ text: [UInt8], _ separator: [UInt8], limit: Int64) -> CELValue {
    if limit == 0 { return list([]) }
    var parts: [CELValue] = []
    var offset = 0
    while limit < 0 || Int64(parts.count) < limit - 1, budget >= 0 {
      let end: Int
      if separator.isEmpty {
        guard offset < text.count else { break }
        end = text[(offset + 1)...].firstIndex { $0 & 0xC0 != 0x80 } ?? text.count
        if end == text.count { break }
      } else {
        guard let found = Bytes.find(separator, in: text, from: offset) else { break }
        end = found
      }
      parts.append(string(utf8: Array(text[offset..<end])))
      budget -= 1
      offset = end + separator.count
    }
    if !(separator.isEmpty && text.isEmpty) { parts.append(string(utf8: Array(text[offset...]))) }
    return list(parts)
  }

  fileprivate mutating func joined(_ arguments: [CELValue]) -> CELValue {
    let separator = arguments.count > 1 ? arguments[1] : nil
    if let separator, !separator.isString { return noMatch("join", arguments) }
    switch certainElements(arguments[0], "join") {
    case .abnormal(let value): return value
    case .elements(let elements):
      let between = separator.map { bytes(of: $0) } ?? []
      var result: [UInt8] = []
      for (index, element) in elements.enumerated() {
        guard element.isString else { return noSuchOverload("join", element) }
        if index > 0 { result += between }
        result += bytes(of: element)
        budget -= 1 + (between.count + Int(element.high)) >> 4
        guard budget >= 0 else { return .null }
      }
      return string(utf8: result)
    }
  }
}
