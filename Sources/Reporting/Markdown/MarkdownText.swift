import Diagnostics

/// A text that means itself in Markdown: no markup, no link, no cell's end, and nobody and nothing that it mentions is
/// told. Code hosts look for mentions (`@team`, `#12`, `GH-12`) after they made HTML of it, so an entity alone does not
/// keep them; a character without width does.
func markdownText(_ text: String, limit: Int = 2_000) -> String {
  let shown = safeText(text, limit: limit)
  var result = ""
  var before: Unicode.Scalar = " "
  var beforeThat: Unicode.Scalar = " "
  let scalars = Array(shown.unicodeScalars)
  for (index, scalar) in scalars.enumerated() {
    let next = index + 1 < scalars.count ? scalars[index + 1] : " "
    switch scalar {
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "&": result += "&amp;"
    case "@": result += "&#64;&#8203;"
    case "#": result += "&#35;&#8203;"
    case "-" where isLetter(before, "h") && isLetter(beforeThat, "g"): result += "-&#8203;"
    case ":" where next == "/": result += "&#58;"
    case "." where isLetter(before, "w") && isLetter(beforeThat, "w"): result += "&#46;"
    case "_" where isWord(before) && isWord(next): result += "_"
    case "|", "`", "*", "_", "[", "]", "\\", "~", "!", "$", "^", "{", "}": result += "&#\(scalar.value);"
    default: result.unicodeScalars.append(scalar)
    }
    beforeThat = before
    before = scalar
  }
  return result
}

/// The same as code, where code hosts look for no mentions at all.
func markdownCode(_ text: String, limit: Int = 400) -> String { "<code>\(markdownText(text, limit: limit))</code>" }

/// A line of code as it may stand between `<pre>` and `</pre>`.
func markdownPre(_ line: String) -> String {
  replace(markupEscaped(safeText(line)), ["@": "&#64;", "]": "&#93;", ":": "&#58;", "|": "&#124;"])
}

private func isWord(_ scalar: Unicode.Scalar) -> Bool {
  scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
}

private func isLetter(_ scalar: Unicode.Scalar, _ letter: Unicode.Scalar) -> Bool {
  scalar == letter || scalar.value | 0x20 == letter.value
}
