import Diagnostics
import Documents
import Values

/// The functions that make values of values.
extension StackEvaluator {
  mutating func choice(_ argument: TemplateNode) throws(Diagnostic) -> TemplateValue {
    let parts = argument.elements
    guard parts.count == 3, let name = parts[0].text ?? Self.conditionName(parts[0]) else {
      throw problem("`Fn::If` takes a list of a condition's name and two values", argument)
    }
    switch try truth(named: name, at: parts[0].position) {
    case .yes: return try value(parts[1])
    case .no: return try value(parts[2])
    case .unknown(let what): return try value(parts[1]).merged(with: try value(parts[2]), because: what)
    }
  }

  private static func conditionName(_ node: TemplateNode) -> String? {
    if case .call(.condition, let argument) = node.content { argument.text } else { nil }
  }

  mutating func joined(_ argument: TemplateNode) throws(Diagnostic) -> TemplateValue {
    let parts = argument.elements
    guard parts.count == 2, let delimiter = parts[0].text else {
      throw problem("`Fn::Join` takes a list of a delimiter and a list of values", argument)
    }
    let list = try value(parts[1])
    guard let elements = list.elements else { return made(of: [list], argument) }
    var pieces: [TemplateValue] = []
    for (index, element) in elements.enumerated() {
      if index > 0, !delimiter.isEmpty { pieces.append(TemplateValue(.text(delimiter))) }
      // A list in the list is joined too: a parameter of a list type.
      if let inner = element.elements {
        for (offset, part) in inner.enumerated() {
          if offset > 0, !delimiter.isEmpty { pieces.append(TemplateValue(.text(delimiter))) }
          pieces.append(part)
        }
      } else {
        pieces.append(element)
      }
    }
    return concatenated(pieces, argument)
  }

  mutating func substitution(_ argument: TemplateNode, _ position: SourcePosition?) throws(Diagnostic) -> TemplateValue
  {
    var own: [TemplateNode.Member] = []
    var text = argument.text
    if case .list(let parts) = argument.content {
      guard parts.count == 2, let first = parts[0].text, parts[1].isMap else {
        throw problem("`Fn::Sub` takes a text, or a list of a text and a mapping of names", argument)
      }
      text = first
      own = parts[1].members
    }
    guard let text else { throw problem("`Fn::Sub` takes a text, found \(argument.kindName)", argument) }
    var pieces: [TemplateValue] = []
    for piece in SubstitutionText(text).pieces {
      switch piece {
      case .text(let text): pieces.append(literal(text, position))
      case .name(let name):
        if let member = own.first(where: { $0.name == name }) {
          pieces.append(try value(member.value))
        } else if let dot = name.firstIndex(of: ".") {
          pieces.append(try attribute(String(name[..<dot]), String(name[name.index(after: dot)...]), position))
        } else {
          pieces.append(try reference(name, position))
        }
      }
    }
    return concatenated(pieces, argument)
  }

  /// The pieces as one text; unknown if one of them is.
  private func concatenated(_ pieces: [TemplateValue], _ argument: TemplateNode) -> TemplateValue {
    var text = ""
    var sketch: String? = ""
    var known = [""]
    var unknown: TemplateValue.Unknown?
    var result = TemplateValue(.null, at: argument.position)
    for piece in pieces {
      for reference in piece.allReferences where !result.references.contains(reference) {
        result.references.append(reference)
      }
      result.isSensitive = result.isSensitive || piece.hasSensitivePart
      if let part = piece.scalarText {
        text += part
        sketch? += part
        known[known.count - 1] += part
      } else {
        let own =
          piece.firstUnknown ?? TemplateValue.Unknown(reason: UnknownReason(.notUnderstood, "a value in a text"))
        unknown = unknown ?? own
        if let part = piece.unknown?.sketch, piece.unknown?.isEncoded != true { sketch? += part } else { sketch = nil }
        let inner = piece.unknown?.isEncoded == true ? nil : piece.unknown?.pieces
        known[known.count - 1] += inner?.first ?? ""
        known += inner?.dropFirst() ?? [""]
      }
    }
    guard let unknown else {
      let whole = literal(text, argument.position)
      result.content = whole.content
      return result
    }
    var whole = TemplateValue.Unknown(reason: unknown.reason, isNotNull: true, sketch: sketch, pieces: known)
    whole.isDynamicReference = pieces.contains { $0.unknown?.isDynamicReference == true }
    result.content = .unknown(whole)
    return result
  }

  /// The unknown value that a function makes of something unknown.
  private func made(of values: [TemplateValue], _ argument: TemplateNode) -> TemplateValue {
    let unknown = values.lazy.compactMap(\.firstUnknown).first
    var result = TemplateValue(
      .unknown(unknown ?? TemplateValue.Unknown(reason: UnknownReason(.notUnderstood, "the argument of a function"))),
      at: argument.position)
    if case .unknown(var own) = result.content {
      own.sketch = nil
      own.pieces = nil
      own.isEncoded = false
      own.isNotNull = false
      result.content = .unknown(own)
    }
    result.references = values.flatMap(\.allReferences)
    result.isSensitive = values.contains(where: \.hasSensitivePart)
    return result
  }

  mutating func selected(_ argument: TemplateNode) throws(Diagnostic) -> TemplateValue {
    let parts = argument.elements
    guard parts.count == 2 else { throw problem("`Fn::Select` takes a list of an index and a list", argument) }
    let index = try value(parts[0])
    let list = try value(parts[1])
    guard let elements = list.elements else { return made(of: [list], argument) }
    guard index.unknown == nil else { return made(of: [index, list], argument) }
    guard let number = index.scalarText.flatMap({ Int($0) }) else {
      throw problem("the index of `Fn::Select` must be a number", parts[0])
    }
    guard elements.indices.contains(number) else {
      throw problem(
        "`Fn::Select` asks for element \(number) of a list of \(elements.count)", argument,
        help: "elements are counted from 0")
    }
    return elements[number]
  }

  mutating func split(_ argument: TemplateNode) throws(Diagnostic) -> TemplateValue {
    let parts = argument.elements
    guard parts.count == 2, let delimiter = parts[0].text, !delimiter.isEmpty else {
      throw problem("`Fn::Split` takes a list of a delimiter and a text", argument)
    }
    let text = try value(parts[1])
    guard let known = text.scalarText else { return made(of: [text], argument) }
    return TemplateValue(
      .list(
        known.split(separator: delimiter, omittingEmptySubsequences: false).map { part in
          var value = TemplateValue(.text(String(part)), at: argument.position)
          value.isSensitive = text.isSensitive
          value.references = text.references
          return value
        }), at: argument.position)
  }

  mutating func found(_ argument: TemplateNode) throws(Diagnostic) -> TemplateValue {
    let parts = argument.elements
    guard parts.count == 3 || parts.count == 4 else {
      throw problem("`Fn::FindInMap` takes a list of a mapping's name and two keys", argument)
    }
    var keys: [TemplateValue] = []
    for part in parts.prefix(3) { keys.append(try value(part)) }
    let names = keys.compactMap(\.scalarText)
    let other = parts.count == 4 ? parts[3]["DefaultValue"] : nil
    if names.count == 3 {
      if let found = template.mappings?.value(at: names[0], names[1], names[2]) { return try value(found) }
      if let other { return try value(other) }
      guard template.mappings?[names[0]] != nil else {
        throw problem("there is no mapping `\(safeText(names[0], limit: 100))`", parts[0])
      }
      throw problem(
        "the mapping `\(safeText(names[0], limit: 100))` has no `\(safeText(names[1], limit: 100))` with `\(safeText(names[2], limit: 100))`",
        argument)
    }
    // What every entry says holds whatever the key is.
    guard let name = keys[0].scalarText, let second = keys[2].scalarText, other == nil else {
      return made(of: keys, argument)
    }
    let candidates = template.mappings?[name]?.members.compactMap { $0.value[second] } ?? []
    guard let first = candidates.first else { return made(of: keys, argument) }
    var merged = try value(first)
    let what = keys[1].unknown?.reason.detail ?? "a key"
    for candidate in candidates.dropFirst() { merged = merged.merged(with: try value(candidate), because: what) }
    return merged
  }

  mutating func base64(_ argument: TemplateNode) throws(Diagnostic) -> TemplateValue {
    let text = try value(argument)
    guard let known = text.scalarText else {
      var result = made(of: [text], argument)
      if var unknown = text.unknown, unknown.pieces != nil, !unknown.isEncoded {
        unknown.isEncoded = true
        result.content = .unknown(unknown)
      }
      return result
    }
    var result = TemplateValue(.text(base64Text(Array(known.utf8))), at: argument.position)
    result.isSensitive = text.isSensitive
    result.references = text.references
    return result
  }

  mutating func length(_ argument: TemplateNode) throws(Diagnostic) -> TemplateValue {
    let list = try value(argument)
    guard let elements = list.elements else { return made(of: [list], argument) }
    return TemplateValue(.int(Int64(elements.count)), at: argument.position)
  }

  mutating func json(_ argument: TemplateNode) throws(Diagnostic) -> TemplateValue {
    let value = try value(argument)
    guard value.isWhollyKnown else { return made(of: [value], argument) }
    var result = TemplateValue(.text(value.json), at: argument.position)
    result.isSensitive = value.hasSensitivePart
    result.references = value.allReferences
    return result
  }

  mutating func subnets(_ argument: TemplateNode) throws(Diagnostic) -> TemplateValue {
    let parts = argument.elements
    guard parts.count == 2 || parts.count == 3 else {
      throw problem("`Fn::Cidr` takes a list of a block, a count and the bits of a subnet", argument)
    }
    var values: [TemplateValue] = []
    for part in parts { values.append(try value(part)) }
    let texts = values.compactMap(\.scalarText)
    guard texts.count == parts.count else { return made(of: values, argument) }
    guard let count = Int(texts[1]), let bits = texts.count == 3 ? Int(texts[2]) : 8 else {
      throw problem("`Fn::Cidr` takes numbers as count and bits", argument)
    }
    // Blocks of IPv6 are not worked out.
    guard !texts[0].contains(":") else {
      return .unknown(.notUnderstood, "subnets of an IPv6 block", at: argument.position)
    }
    guard let blocks = SubnetBlocks(block: texts[0], count: count, bits: bits) else {
      throw problem("`Fn::Cidr` cannot make \(count) subnets of \(bits) bits of this block", argument)
    }
    return TemplateValue(
      .list(blocks.texts.map { TemplateValue(.text($0), at: argument.position) }), at: argument.position)
  }
}
