/// Numbers of a fixed width in printable ASCII, six bits a character: what a build embeds in a string literal and a run
/// reads at any place without parsing what stands before it.
///
/// The characters are those from `0` to `o`; none of them ends a raw literal.
public enum PackedNumber {
  /// The characters of a number below 2^36.
  public static let width = 6

  public static func append(_ number: Int, to text: inout [UInt8], width: Int = width) {
    for place in (0..<width).reversed() { text.append(zero + UInt8(truncatingIfNeeded: number >> (6 * place) & 0x3F)) }
  }

  @inlinable
  public static func read(_ text: UnsafeBufferPointer<UInt8>, at offset: Int, width: Int = width) -> Int {
    var number = 0
    var index = offset
    while index < offset + width {
      number = number << 6 | Int(text[index] &- zero)
      index += 1
    }
    return number
  }

  /// The number of eight characters, 48 bits.
  static func readEight(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt64 {
    let characters = UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    // Six bits in each byte become twelve in each two, then 24 in each four.
    let six = UInt64(bigEndian: characters) &- 0x3030_3030_3030_3030
    let twelve = (six & 0x3F00_3F00_3F00_3F00) >> 2 | (six & 0x003F_003F_003F_003F)
    let twentyFour = (twelve & 0x0FFF_0000_0FFF_0000) >> 4 | (twelve & 0x0000_0FFF_0000_0FFF)
    return (twentyFour >> 32) << 24 | (twentyFour & 0xFF_FFFF)
  }

  @usableFromInline static let zero = UInt8(ascii: "0")
}
