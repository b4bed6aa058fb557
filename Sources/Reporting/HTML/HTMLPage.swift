import Crypto

/// A page under a policy that allows its own style and script and nothing else.
struct HTMLPage {
  private(set) var bytes: [UInt8] = []

  init(title: String) {
    raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    raw("<meta http-equiv=\"Content-Security-Policy\" content=\"\(Self.policy)\">\n")
    raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    raw("<meta name=\"referrer\" content=\"no-referrer\">\n<title>\(escaped(title))</title>\n")
    raw("<style>\(HTMLStyle.text)</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n")
  }

  private static var policy: String {
    "default-src 'none'; style-src '\(digest(HTMLStyle.text))'; script-src '\(digest(HTMLScript.text))'; "
      + "img-src data:; base-uri 'none'; form-action 'none'"
  }

  /// How a policy names a text (Content Security Policy Level 3, section 2.3.1).
  private static func digest(_ text: String) -> String {
    "sha256-" + base64(Array(SHA256.hash(data: Array(text.utf8))))
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? letters[number >> (18 - 6 * place) & 63] : "=")
      }
    }
    return text
  }

  /// Adds markup; texts from inputs must be escaped.
  mutating func raw(_ markup: String) { bytes.append(contentsOf: markup.utf8) }

  consuming func finish() -> [UInt8] {
    raw("<script>\(HTMLScript.text)</script>\n</body>\n</html>\n")
    return bytes
  }
}
