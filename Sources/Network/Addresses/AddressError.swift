/// Why a text is not an address, a prefix or a port range.
public enum AddressError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text is neither a dotted quad nor an IPv6 address.
  case notAnAddress(String)
  /// The text has no `/length`.
  case missingLength(String)
  /// The length is not a decimal number within the family's width.
  case badLength(String)
  /// Bits are set to the right of the prefix's length; the second value is the prefix that was probably meant.
  case hostBitsSet(String, meant: Prefix)
  /// The first port is greater than the last.
  case reversedPorts(from: Int, to: Int)
  /// A port outside 0 to 65535.
  case badPort(Int)
  /// A protocol that is neither a known name nor a number from 0 to 255.
  case badProtocol(String)
  /// A split into prefixes shorter than the one that is split, longer than the family allows, or more than 65,536 of them.
  case badSplit(Prefix, length: Int)

  public var description: String {
    switch self {
    case .notAnAddress(let text): "\"\(text)\" is not an IPv4 or IPv6 address"
    case .missingLength(let text): "\"\(text)\" has no prefix length; write \"\(text)/32\" for one IPv4 address"
    case .badLength(let text): "the prefix length of \"\(text)\" is not a number within the address's width"
    case .hostBitsSet(let text, let meant): "\"\(text)\" has bits set beyond its length; \(meant) may be meant"
    case .reversedPorts(let from, let to): "the port range starts at \(from) and ends before it, at \(to)"
    case .badPort(let port): "\(port) is not a port: ports are 0 to 65535"
    case .badProtocol(let text): "\"\(text)\" is not a protocol: a name or a number from 0 to 255 is"
    case .badSplit(let prefix, let length): "\(prefix) cannot be split into prefixes of length \(length)"
    }
  }
}
