import CZlib

/// Makes archives, sound ones and others: every field can be lied about.
struct TestArchive {
  struct File {
    var name: String
    var content: [UInt8]
    var isDeflated = false
    var flags = 0
    var mode = 0
    /// What the directory says in place of the truth.
    var claimedSize: Int?
    var directoryName: String?
    var hasDescriptor = false
    var checksum: UInt32?
  }

  var files: [File]
  var comment: [UInt8] = []
  var prefix: [UInt8] = []
  var entryCount: Int?

  init(_ files: [File]) { self.files = files }

  var bytes: [UInt8] {
    var out = prefix
    var directory: [UInt8] = []
    for file in files {
      let packed = file.isDeflated ? deflated(file.content) : file.content
      let checksum = file.checksum ?? UInt32(crc32_z(0, file.content, file.content.count))
      let size = file.claimedSize ?? file.content.count
      let flags = file.flags | (file.hasDescriptor ? 8 : 0)
      func fields(_ isHeader: Bool, name: String) -> [UInt8] {
        let isOpen = isHeader && file.hasDescriptor
        return le16(20) + le16(flags) + le16(file.isDeflated ? 8 : 0) + le32(0)
          + le32(isOpen ? 0 : Int(checksum)) + le32(isOpen ? 0 : packed.count) + le32(isOpen ? 0 : size)
          + le16(name.utf8.count) + le16(0)
      }
      let name = file.directoryName ?? file.name
      directory += le32(0x0201_4B50) + le16(20) + fields(false, name: name) + le16(0) + le16(0) + le16(0)
      directory += le32(file.mode << 16) + le32(out.count) + Array(name.utf8)
      out += le32(0x0403_4B50) + fields(true, name: file.name) + Array(file.name.utf8) + packed
      if file.hasDescriptor { out += le32(0x0807_4B50) + le32(Int(checksum)) + le32(packed.count) + le32(size) }
    }
    let start = out.count
    let count = entryCount ?? files.count
    out += directory + le32(0x0605_4B50) + le16(0) + le16(0) + le16(count) + le16(count)
    return out + le32(directory.count) + le32(start) + le16(comment.count) + comment
  }
}

func le16(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
func le32(_ value: Int) -> [UInt8] { le16(value & 0xFFFF) + le16(value >> 16 & 0xFFFF) }

/// A raw deflate stream: zlib's format without its header and checksum.
private func deflated(_ bytes: [UInt8]) -> [UInt8] {
  var size = compressBound(UInt(bytes.count))
  var out = [UInt8](repeating: 0, count: Int(size))
  compress2(&out, &size, bytes, UInt(bytes.count), 6)
  return Array(out[2..<Int(size) - 4])
}
