/// What is the most that is taken from an archive: a few kilobytes can promise gigabytes.
public struct ZipLimits: Sendable {
  /// Entries in the directory.
  public var entries = 20_000
  /// Bytes of a name.
  public var nameLength = 1_024
  /// Bytes of one entry, unpacked.
  public var entrySize = 64 << 20
  /// Bytes of all entries that one call reads, unpacked.
  public var totalSize = 256 << 20
  /// How many times larger than packed an entry may be; small ones are let off, see ``ratioFreeSize``.
  public var ratio = 250
  /// Up to this size the ratio does not matter.
  public var ratioFreeSize = 64 << 10

  public init() {}
}
