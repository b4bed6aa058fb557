/// Numbers in condition values: an optional sign, digits, a fraction, an exponent; nothing else that `Double` reads.
enum DecimalText {
  static func parse(_ text: String) -> Double? {
    guard !text.isEmpty, text.utf8.allSatisfy({ Array("0123456789+-.eE".utf8).contains($0) }),
      let value = Double(text), value.isFinite
    else { return nil }
    return value
  }
}
