/// Reads the central directory and holds every record against the entry's own header (APPNOTE 4.3.7 to 4.3.12).
struct DirectoryReader {
  private let archive: ArchiveBytes
  private let limits: ZipLimits

  init(_ archive: ArchiveBytes, _ limits: ZipLimits) {
    self.archive = archive
    self.limits = limits
  }

  func read(_ end: EndRecord) throws(ZipError) -> [ZipEntry] {
    guard end.entryCount <= limits.entries else {
      throw ZipError("has over \(limits.entries) entries", at: end.offset)
    }
    var entries: [ZipEntry] = []
    entries.reserveCapacity(end.entryCount)
    var names: Set<String> = []
    var offset = end.directory.lowerBound
    while offset < end.directory.upperBound {
      guard entries.count < end.entryCount, let record = try record(offset, before: end.directory.upperBound) else {
        throw ZipError("has a directory that does not fit its end record", at: offset)
      }
      let entry = try entry(record, at: offset, before: end.directory.lowerBound)
      guard names.insert(entry.name).inserted else {
        throw ZipError("has two entries of one name", entry: entry.name, at: offset)
      }
      entries.append(entry)
      offset = record.end
    }
    guard entries.count == end.entryCount else {
      throw ZipError("has fewer entries than its end record says", at: end.offset)
    }
    try refuseOverlaps(entries)
    return entries
  }

  private struct Record {
    let flags: Int
    let method: Int
    let checksum: Int
    let packedSize: Int
    let size: Int
    let name: ArraySlice<UInt8>
    let mode: Int
    let headerOffset: Int
    let end: Int
  }

  private func record(_ offset: Int, before limit: Int) throws(ZipError) -> Record? {
    guard archive.number32(offset) == 0x0201_4B50, let flags = archive.number16(offset + 8),
      let method = archive.number16(offset + 10), let checksum = archive.number32(offset + 16),
      let packedSize = archive.number32(offset + 20), let size = archive.number32(offset + 24),
      let nameSize = archive.number16(offset + 28), let extraSize = archive.number16(offset + 30),
      let commentSize = archive.number16(offset + 32), let disk = archive.number16(offset + 34),
      let attributes = archive.number32(offset + 38), let headerOffset = archive.number32(offset + 42),
      let name = archive.slice(offset + 46, nameSize), disk == 0
    else { return nil }
    let end = offset + 46 + nameSize + extraSize + commentSize
    guard end <= limit else { return nil }
    if let problem = problem(ofName: name, limits: limits) { throw ZipError(problem, at: offset) }
    return Record(
      flags: flags, method: method, checksum: checksum, packedSize: packedSize, size: size, name: name,
      mode: attributes >> 16, headerOffset: headerOffset, end: end)
  }

  private func entry(_ record: Record, at offset: Int, before limit: Int) throws(ZipError) -> ZipEntry {
    let name = String(decoding: record.name, as: UTF8.self)
    func refuse(_ message: String) -> ZipError { ZipError(message, entry: name, at: offset) }
    // Encryption, patches, strong encryption, a masked directory.
    guard record.flags & 0x2061 == 0 else { throw refuse("has an encrypted entry") }
    guard record.method == 0 || record.method == 8 else {
      throw refuse("has an entry packed with method \(record.method), expected stored or deflated")
    }
    guard ![record.packedSize, record.size, record.headerOffset].contains(0xFFFF_FFFF) else {
      throw refuse("has a ZIP64 entry, which is not read")
    }
    let kind = record.mode & 0xF000
    guard kind == 0 || kind == 0x8000 || kind == 0x4000 else {
      throw refuse("has an entry that is no ordinary file, such as a link")
    }
    guard record.method == 8 || record.packedSize == record.size else {
      throw refuse("has a stored entry with two sizes")
    }
    let dataOffset = try dataOffset(record, refuse)
    var end = dataOffset + record.packedSize
    guard end <= limit else { throw refuse("has an entry that reaches into the directory") }
    if record.flags & 8 != 0 { end += try descriptorSize(record, at: end, before: limit, refuse) }
    return ZipEntry(
      name: name, size: record.size, packedSize: record.packedSize, isDeflated: record.method == 8,
      checksum: UInt32(record.checksum), dataOffset: dataOffset, extent: record.headerOffset..<end)
  }

  /// Where the data starts; the entry's own header must say what the directory says.
  private func dataOffset(_ record: Record, _ refuse: (String) -> ZipError) throws(ZipError) -> Int {
    let start = record.headerOffset
    guard archive.number32(start) == 0x0403_4B50, let flags = archive.number16(start + 6),
      let method = archive.number16(start + 8), let checksum = archive.number32(start + 14),
      let packedSize = archive.number32(start + 18), let size = archive.number32(start + 22),
      let nameSize = archive.number16(start + 26), let extraSize = archive.number16(start + 28),
      let name = archive.slice(start + 30, nameSize)
    else { throw refuse("has an entry without a header where the directory says") }
    // With a descriptor the header may leave checksum and sizes open.
    let isOpen = flags & 8 != 0 && checksum == 0 && packedSize == 0 && size == 0
    let agrees =
      flags == record.flags && method == record.method && name.elementsEqual(record.name)
      && (isOpen || checksum == record.checksum && packedSize == record.packedSize && size == record.size)
    guard agrees else { throw refuse("has an entry whose header and directory differ") }
    return start + 30 + nameSize + extraSize
  }

  private func descriptorSize(
    _ record: Record, at offset: Int, before limit: Int, _ refuse: (String) -> ZipError
  ) throws(ZipError) -> Int {
    let values = [record.checksum, record.packedSize, record.size]
    // The signature in front is usual but not required.
    for expected in [[0x0807_4B50] + values, values] where offset + 4 * expected.count <= limit {
      if expected.indices.allSatisfy({ archive.number32(offset + 4 * $0) == expected[$0] }) {
        return 4 * expected.count
      }
    }
    throw refuse("has an entry whose descriptor and directory differ")
  }

  /// Entries that share bytes are how a small archive becomes a large one.
  private func refuseOverlaps(_ entries: [ZipEntry]) throws(ZipError) {
    var end = 0
    for entry in entries.sorted(by: { $0.extent.lowerBound < $1.extent.lowerBound }) {
      guard entry.extent.lowerBound >= end else {
        throw ZipError("has entries that overlap", entry: entry.name, at: entry.extent.lowerBound)
      }
      end = entry.extent.upperBound
    }
  }
}
