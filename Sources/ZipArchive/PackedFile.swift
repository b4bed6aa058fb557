/// A file as an archive holds it.
public struct PackedFile: Sendable {
  /// The bytes as they stand in the archive.
  public let bytes: [UInt8]
  let isDeflated: Bool
  let checksum: UInt32
  let size: Int

  /// - Parameter level: 1 packs fast, 9 packs small, 0 stores; what does not become smaller is stored.
  public init(_ content: [UInt8], level: Int32) {
    let packed = level == 0 ? nil : deflate(content, level: level)
    bytes = packed ?? content
    isDeflated = packed != nil
    checksum = ZipArchive.checksum(content)
    size = content.count
  }

  init(_ entry: ZipEntry, bytes: [UInt8]) {
    self.bytes = bytes
    isDeflated = entry.isDeflated
    checksum = entry.checksum
    size = entry.size
  }
}

extension ZipReader {
  /// An entry as the archive holds it, without unpacking it.
  public func packed(_ entry: ZipEntry) throws(ZipError) -> PackedFile {
    guard let bytes = archive.slice(entry.dataOffset, entry.packedSize) else {
      throw ZipError("has an entry that reaches beyond the archive", entry: entry.name, at: entry.dataOffset)
    }
    return PackedFile(entry, bytes: Array(bytes))
  }

  /// Whether ``ZipWriter`` would write the archive as it stands: no byte of it is free to be something else, but for
  /// what entries are packed to.
  public func isCanonical() throws(ZipError) -> Bool {
    var writer = ZipWriter()
    for entry in entries { try writer.add(entry.name, try packed(entry)) }
    return writer.finish() == archive.bytes
  }
}
