/// Random changes of texts.
public struct ByteMutation: Sendable {
  /// What is put in between bytes now and then.
  private let tokens: [[UInt8]]

  public init(tokens: [String]) { self.tokens = tokens.map { Array($0.utf8) } }

  /// Changes that JSON readers stumble over.
  public static let json = ByteMutation(tokens: [
    "{", "}", "[", "]", ":", ",", "\"", "null", "true", "-", "-0", "0.0", "1e5", "1e999", "1e-999", "01", "1.",
    "\\ud800",
    "\\ud83d\\ude00", "\\u0000", "\\u0061", "\\/", "\u{0}", "\u{7F}", "\u{FEFF}", "\u{2028}", "9223372036854775807",
    "9223372036854775808", "123456789012345678", "1234567890123456789", "\"a\":1,\"a\":2", "[[[[", "//", "NaN",
  ])

  /// Changes that YAML readers stumble over.
  public static let yaml = ByteMutation(tokens: [
    "{", "}", "[", "]", ": ", ", ", "\"", "'", "null", "-", "&a ", "*a", "<<: ", "? ", "- ", "| ", "> ", "!!int ",
    "!!x ",
    "\t", "\n", "---\n", "...\n", "#", "%", "\u{0}", "\u{FEFF}", ".nan", "0x", "apiVersion: v1\n",
  ])

  /// Makes one change: a byte, a piece taken out, a token put in, or a piece repeated elsewhere.
  public func apply(to bytes: inout [UInt8], _ generator: inout some RandomNumberGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: bytes[place] = UInt8.random(in: 0 ... .max, using: &generator)
    case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...30, using: &generator)))
    case 3: bytes.insert(contentsOf: tokens.randomElement(using: &generator) ?? [], at: place)
    default:
      let other = Int.random(in: 0..<bytes.count, using: &generator)
      let piece = Array(bytes[min(place, other)..<min(bytes.count, min(place, other) + 40)])
      bytes.insert(contentsOf: piece, at: max(place, other))
    }
  }
}
