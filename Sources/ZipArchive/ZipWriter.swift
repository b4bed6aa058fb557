/// Writes a ZIP archive that is the same to the byte whenever its entries are: no times of files, no extra fields,
/// entries in the order in which they are added.
///
/// Every entry is dated 1 January 1980, the first date that the format knows. ZIP64 is not written.
public struct ZipWriter: Sendable {
  private var body: [UInt8] = []
  private var directory: [UInt8] = []
  private var names: Set<String> = []

  public init() {}

  /// Packs and adds a file.
  ///
  /// - Parameters:
  ///   - name: a relative path, parts divided by `/`.
  ///   - level: 1 packs fast, 9 packs small, 0 stores.
  /// - Throws: an error for a name that a reader would refuse, a name that is there already, and an archive that would
  ///   need ZIP64.
  public mutating func add(_ name: String, _ bytes: [UInt8], level: Int32 = 6) throws(ZipError) {
    try add(name, PackedFile(bytes, level: level))
  }

  /// Adds a file that is packed already.
  public mutating func add(_ name: String, _ file: PackedFile) throws(ZipError) {
    let encoded = Array(name.utf8)
    if let problem = problem(ofName: encoded[...], limits: ZipLimits()) {
      throw ZipError(problem, entry: name, at: body.count)
    }
    guard names.insert(name).inserted else {
      throw ZipError("has two entries of one name", entry: name, at: body.count)
    }
    let total = body.count + file.bytes.count + directory.count + 2 * encoded.count + 256
    guard names.count < 0xFFFF, file.size < 0xFFFF_FFFF, total < 0xFFFF_FFFF else {
      throw ZipError("would have to be a ZIP64 archive, which is not written", entry: name, at: body.count)
    }
    let offset = body.count
    let header = Header(file: file, nameSize: encoded.count)
    Self.append(0x0403_4B50, 4, to: &body)
    header.write(to: &body)
    body += encoded
    body += file.bytes
    Self.append(0x0201_4B50, 4, to: &directory)
    // Made on a system with modes as Unix has them, by version 2.0 of the format.
    Self.append(0x0314, 2, to: &directory)
    header.write(to: &directory)
    // No comment, first disk, no internal attributes.
    for _ in 0..<3 { Self.append(0, 2, to: &directory) }
    Self.append(0o100600 << 16, 4, to: &directory)
    Self.append(offset, 4, to: &directory)
    directory += encoded
  }

  /// The whole archive.
  public consuming func finish() -> [UInt8] {
    let start = body.count
    let size = directory.count
    body += directory
    Self.append(0x0605_4B50, 4, to: &body)
    for number in [0, 0, names.count, names.count] { Self.append(number, 2, to: &body) }
    Self.append(size, 4, to: &body)
    Self.append(start, 4, to: &body)
    Self.append(0, 2, to: &body)
    return body
  }

  /// What an entry's own header and its record in the directory have in common.
  private struct Header {
    let file: PackedFile
    let nameSize: Int

    func write(to bytes: inout [UInt8]) {
      append(20, 2, to: &bytes)
      // Bit 11: the name is UTF-8.
      append(0x0800, 2, to: &bytes)
      append(file.isDeflated ? 8 : 0, 2, to: &bytes)
      append(0, 2, to: &bytes)
      append(0x0021, 2, to: &bytes)
      append(Int(file.checksum), 4, to: &bytes)
      append(file.bytes.count, 4, to: &bytes)
      append(file.size, 4, to: &bytes)
      append(nameSize, 2, to: &bytes)
      append(0, 2, to: &bytes)
    }
  }

  /// Appends a number with its least byte first.
  private static func append(_ number: Int, _ count: Int, to bytes: inout [UInt8]) {
    for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
  }
}
