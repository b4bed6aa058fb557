/// One file of an archive, as the central directory describes it.
public struct ZipEntry: Hashable, Sendable {
  /// A relative path of ordinary steps, parts divided by `/`; a folder's ends with one.
  public let name: String
  /// Bytes, unpacked.
  public let size: Int
  /// Bytes, packed.
  public let packedSize: Int
  let isDeflated: Bool
  let checksum: UInt32
  /// Where the packed bytes start in the archive.
  let dataOffset: Int
  /// What the entry takes of the archive: header, packed bytes, and the descriptor behind them if there is one.
  let extent: Range<Int>

  /// Whether it stands for a folder.
  public var isFolder: Bool { name.utf8.last == UInt8(ascii: "/") }
}
