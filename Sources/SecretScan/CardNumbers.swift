/// Finds numbers of payment cards: 13 to 19 digits of an issuer's range that satisfy Luhn's check (ISO/IEC 7812-1).
public enum CardNumbers {
  /// Where card numbers stand in a text: runs of digits, single spaces and hyphens between them allowed.
  public static func ranges(in text: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    while start < text.count {
      guard isDigit(text[start]), start == 0 || !isDigit(text[start - 1]) else {
        start += 1
        continue
      }
      var digits: [UInt8] = []
      var end = start
      var index = start
      while index < text.count, digits.count <= 19 {
        if isDigit(text[index]) {
          digits.append(text[index] - 0x30)
          end = index + 1
        } else if !(text[index] == 0x20 || text[index] == 0x2D) || index + 1 >= text.count || !isDigit(text[index + 1])
        {
          break
        }
        index += 1
      }
      if (13...19).contains(digits.count), isIssued(digits), satisfiesLuhn(digits) { found.append(start..<end) }
      start = max(end, start + 1)
    }
    return found
  }

  /// Whether a text can hold one at all: most are let through after one look at their bytes.
  public static func mayOccur(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= 13 else { return false }
    var digits = 0
    for byte in text where isDigit(byte) {
      digits += 1
      if digits == 13 { return true }
    }
    return false
  }

  public static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The first digits of the payment networks: 2 (Mastercard, Mir), 3 (American Express, Diners, JCB), 4, 5, 6.
  private static func isIssued(_ digits: [UInt8]) -> Bool {
    let two = Int(digits[0]) * 10 + Int(digits[1])
    switch digits[0] {
    case 2: return (22...27).contains(two)
    case 3: return [30, 34, 35, 36, 37, 38, 39].contains(two)
    case 4, 6: return true
    case 5: return (50...58).contains(two)
    default: return false
    }
  }

  private static func satisfiesLuhn(_ digits: [UInt8]) -> Bool {
    var sum = 0
    for (position, digit) in digits.reversed().enumerated() {
      let value = position.isMultiple(of: 2) ? Int(digit) : Int(digit) * 2
      sum += value > 9 ? value - 9 : value
    }
    return sum.isMultiple(of: 10)
  }
}
