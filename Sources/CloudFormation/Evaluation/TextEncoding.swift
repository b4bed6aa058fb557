import Documents
import Values

/// Base64 with padding (RFC 4648, section 4).
func base64Text(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var result: [UInt8] = []
  result.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    var bits: UInt32 = 0
    for byte in group { bits = bits << 8 | UInt32(byte) }
    bits <<= UInt32(8 * (3 - group.count))
    for place in 0..<4 {
      let isThere = place <= group.count
      result.append(isThere ? alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
    }
  }
  return String(decoding: result, as: UTF8.self)
}

extension TemplateValue {
  /// A known value as JSON.
  var json: String {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.text
  }

  private func write(to writer: inout JSONWriter) {
    switch content {
    case .bool(let value): writer.value(value)
    case .int(let value): writer.value(value)
    case .double(let value): writer.value(value)
    case .text(let text): writer.value(text)
    case .list(let elements): writer.array { writer in for element in elements { element.write(to: &writer) } }
    case .map(let members):
      writer.object { writer in
        for member in members {
          writer.name(member.name)
          member.value.write(to: &writer)
        }
      }
    default: writer.null()
    }
  }
}

extension TemplateValue {
  /// The same with member names that begin with a small letter, but for names that people chose: labels and options.
  ///
  /// - Parameter truths: members (as they come to be called) that are truth values, which templates may write as texts.
  func camelCased(truths: [String]) -> TemplateValue {
    var result = self
    switch content {
    case .list(let elements): result.content = .list(elements.map { $0.camelCased(truths: truths) })
    case .map(let members):
      result.content = .map(
        members.map { member in
          let isFree = ["DockerLabels", "Options", "DriverOpts", "Labels"].contains(member.name)
          let name = member.name.prefix(1).lowercased() + member.name.dropFirst()
          if truths.contains(name) { return Member(name: name, value: member.value.asTruth) }
          return Member(name: name, value: isFree ? member.value : member.value.camelCased(truths: truths))
        })
    default: break
    }
    return result
  }

  /// A text that says `true` or `false` as what it says.
  private var asTruth: TemplateValue {
    var result = self
    switch scalarText?.lowercased() {
    case "true": result.content = .bool(true)
    case "false": result.content = .bool(false)
    default: break
    }
    return result
  }
}

extension TemplateValue {
  /// A policy with this as its only statement.
  var asPolicy: TemplateValue {
    TemplateValue(
      .map([
        Member(name: "Version", value: TemplateValue(.text("2012-10-17"), at: position)),
        Member(name: "Statement", value: TemplateValue(.list([self]), at: position)),
      ]), at: position)
  }

  /// Two texts with a slash between; unknown if one is.
  func followed(by other: TemplateValue) -> TemplateValue {
    guard let text = scalarText else { return self }
    guard let rest = other.scalarText else { return other.unknown == nil ? self : other }
    var result = self
    result.content = .text("\(text)/\(rest)")
    result.isSensitive = isSensitive || other.isSensitive
    return result
  }
}
