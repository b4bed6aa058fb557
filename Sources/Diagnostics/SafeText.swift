/// Makes a text from an input safe to show on a terminal or in one line of a log.
///
/// Control characters (terminal escapes among them), line breaks and the bidirectional overrides that make text read
/// differently from what it is (Unicode TR 36, section 2.7) are shown as `\u{..}`; texts over `limit` scalars are cut.
public func safeText(_ text: String, limit: Int = 2_000) -> String {
  if text.utf8.count <= limit, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
  var result = ""
  var count = 0
  for scalar in text.unicodeScalars {
    if count == limit { return result + "…" }
    count += 1
    if isUnsafeToShow(scalar) {
      result += "\\u{\(String(scalar.value, radix: 16))}"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// Whether a character can make a terminal or a reader show something else than what is there.
public func isUnsafeToShow(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0: true
  case 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
  case 0xE0000...0xE007F: true
  default: false
  }
}
