/// Reads a ZIP archive that nobody vouches for, in memory; nothing is ever written.
///
/// The central directory is what counts. Whatever two readers could read in two ways is refused: a second end record, a
/// header that disagrees with the directory, entries that overlap, two entries of one name, paths that lead elsewhere.
/// Neither ZIP64 nor encryption nor other methods than stored and deflated are read.
public struct ZipReader: Sendable {
  /// The entries in the order of the directory.
  public let entries: [ZipEntry]
  /// Whether every byte belongs to an entry or the directory, without gaps, comments or anything in front.
  public let isGapless: Bool
  let archive: ArchiveBytes
  private let limits: ZipLimits

  /// - Throws: an error if the directory is not sound; contents are checked when they are read.
  public init(_ bytes: [UInt8], limits: ZipLimits = ZipLimits()) throws(ZipError) {
    archive = ArchiveBytes(bytes: bytes)
    self.limits = limits
    let end = try EndRecord(archive)
    entries = try DirectoryReader(archive, limits).read(end)
    let claimed = entries.reduce(0) { $0 + $1.extent.count }
    isGapless = claimed == end.directory.lowerBound && end.commentSize == 0
  }

  /// The unpacked bytes of one entry.
  ///
  /// - Throws: an error if it is over a limit, or does not unpack to exactly what the directory says.
  public func contents(of entry: ZipEntry) throws(ZipError) -> [UInt8] {
    func refuse(_ message: String) -> ZipError { ZipError(message, entry: entry.name, at: entry.dataOffset) }
    guard entry.size <= limits.entrySize else {
      throw refuse("has an entry of over \(limits.entrySize >> 20) MB")
    }
    guard entry.size <= limits.ratioFreeSize || entry.size / limits.ratio <= entry.packedSize else {
      throw refuse("has an entry that unpacks to over \(limits.ratio) times its size")
    }
    guard let packed = archive.slice(entry.dataOffset, entry.packedSize) else {
      throw refuse("has an entry that reaches beyond the archive")
    }
    guard let bytes = entry.isDeflated ? inflate(packed, size: entry.size) : Array(packed) else {
      throw refuse("has an entry that does not unpack to the size in the directory")
    }
    guard checksum(bytes) == entry.checksum else { throw refuse("has an entry with a wrong checksum") }
    return bytes
  }

  /// The unpacked bytes of all files that are asked for, by their names.
  ///
  /// - Throws: an error if one of them, or all together, are over a limit or do not unpack.
  public func contents(where isWanted: (ZipEntry) -> Bool) throws(ZipError) -> [String: [UInt8]] {
    var result: [String: [UInt8]] = [:]
    var total = 0
    for entry in entries where !entry.isFolder && isWanted(entry) {
      total += entry.size
      guard total <= limits.totalSize else {
        throw ZipError("has entries of over \(limits.totalSize >> 20) MB together", at: entry.dataOffset)
      }
      result[entry.name] = try contents(of: entry)
    }
    return result
  }
}
