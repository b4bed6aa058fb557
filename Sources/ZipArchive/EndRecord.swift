/// The record at the end of an archive, which says where the directory is (APPNOTE 4.3.16).
struct EndRecord {
  static let signature = 0x0605_4B50
  static let size = 22

  let offset: Int
  let entryCount: Int
  let directory: Range<Int>
  let commentSize: Int

  /// - Throws: an error unless there is exactly one way to read the end.
  init(_ archive: ArchiveBytes) throws(ZipError) {
    let found = Self.candidates(archive)
    guard let offset = found.first else {
      throw ZipError("is no complete ZIP archive: it has no end record", at: archive.bytes.count)
    }
    // Two readers could take different ones of two for the end, and so see different files.
    guard found.count == 1 else { throw ZipError("has two end records", at: offset) }
    guard let disk = archive.number16(offset + 4), let directoryDisk = archive.number16(offset + 6),
      let here = archive.number16(offset + 8), let count = archive.number16(offset + 10),
      let directorySize = archive.number32(offset + 12), let start = archive.number32(offset + 16),
      let commentSize = archive.number16(offset + 20)
    else { throw ZipError("has an incomplete end record", at: offset) }
    guard disk == 0, directoryDisk == 0, here == count else {
      throw ZipError("is one of several parts of an archive", at: offset)
    }
    guard count != 0xFFFF, directorySize != 0xFFFF_FFFF, start != 0xFFFF_FFFF else {
      throw ZipError("is a ZIP64 archive, which is not read", at: offset)
    }
    guard start + directorySize == offset else {
      throw ZipError("has a directory that does not end where the end record starts", at: offset)
    }
    self.offset = offset
    entryCount = count
    directory = start..<offset
    self.commentSize = commentSize
  }

  /// Places that read as an end record whose comment reaches exactly to the end.
  private static func candidates(_ archive: ArchiveBytes) -> [Int] {
    let last = archive.bytes.count - size
    guard last >= 0 else { return [] }
    return (max(0, last - 0xFFFF)...last).filter { offset in
      archive.bytes[offset] == 0x50 && archive.number32(offset) == signature
        && archive.number16(offset + 20) == last - offset
    }
  }
}
