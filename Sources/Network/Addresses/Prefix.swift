/// A CIDR block: all addresses that share their first `length` bits.
public struct Prefix: Hashable, Sendable, Comparable {
  /// The lowest address of the block.
  public let address: Address
  public let length: Int

  /// What to do with `10.0.0.5/24`, whose last bits lie outside the prefix.
  public enum HostBits: Hashable, Sendable {
    /// Refuse it, as EC2 does for a VPC's blocks.
    case refused
    /// Read it as `10.0.0.0/24`, as `CreateRoute` and `CreateNetworkAclEntry` document ("we modify the specified CIDR
    /// block to its canonical form").
    case dropped
  }

  /// The block of that length around an address; nil if the length is outside the family's width.
  public init?(around address: Address, length: Int) {
    guard (0...address.family.width).contains(length) else { return nil }
    self.init(masking: address, length: length)
  }

  private init(masking address: Address, length: Int) {
    self.address = Address(address.family, address.bits & ~Prefix.hostMask(address.family, length))
    self.length = length
  }

  /// Reads `10.0.0.0/16` or `2001:db8::/32`.
  public init(parsing text: String, hostBits: HostBits = .refused) throws(AddressError) {
    if let (bits, length) = Address.block(text) {
      self.init(masking: Address(.ipv4, bits), length: length)
      if hostBits == .refused && address.bits != bits { throw .hostBitsSet(text, meant: self) }
      return
    }
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw .missingLength(text) }
    let address = try Address(parsing: String(Substring(parts[0])))
    guard let length = Address.decimal(Array(parts[1])[...]), length <= address.family.width else {
      throw .badLength(text)
    }
    self.init(masking: address, length: length)
    if hostBits == .refused && self.address != address { throw .hostBitsSet(text, meant: self) }
  }

  /// `0.0.0.0/0` or `::/0`.
  public static func everything(_ family: AddressFamily) -> Prefix { Prefix(masking: Address(family, 0), length: 0) }

  public var family: AddressFamily { address.family }

  /// The lowest and the highest address.
  public var range: AddressRange {
    AddressRange(family, Interval(low: address.bits, high: address.bits | Prefix.hostMask(family, length)))
  }

  public func contains(_ other: Address) -> Bool {
    other.family == family && other.bits & ~Prefix.hostMask(family, length) == address.bits
  }

  public func contains(_ other: Prefix) -> Bool { other.length >= length && contains(other.address) }

  public func overlaps(_ other: Prefix) -> Bool { contains(other) || other.contains(self) }

  /// The prefixes of a greater length that make up this one, in ascending order.
  public func split(into length: Int) throws(AddressError) -> [Prefix] {
    guard length >= self.length, length <= family.width, length - self.length <= 16 else {
      throw .badSplit(self, length: length)
    }
    return (0..<(1 << (length - self.length))).map {
      let offset = length == 0 ? 0 : UInt128($0) << UInt128(family.width - length)
      return Prefix(masking: Address(family, address.bits | offset), length: length)
    }
  }

  public static func < (left: Prefix, right: Prefix) -> Bool {
    left.address == right.address ? left.length < right.length : left.address < right.address
  }

  private static func hostMask(_ family: AddressFamily, _ length: Int) -> UInt128 {
    length == 0 ? family.highest : family.highest & ((1 << UInt128(family.width - length)) - 1)
  }
}

extension Prefix: CustomStringConvertible {
  public var description: String { "\(address)/\(length)" }
}
