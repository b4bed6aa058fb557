/// A text as it may stand between the tags and in the quoted attributes of HTML and XML.
public func markupEscaped(_ text: String) -> String {
  guard
    text.utf8.contains(where: { [0x26, 0x3C, 0x3E, 0x22, 0x27].contains($0) })
  else { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
