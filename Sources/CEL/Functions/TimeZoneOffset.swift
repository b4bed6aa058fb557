#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Offsets from UTC of time zones (langdef, Timezones): fixed ones, and IANA names if the system has the database.
enum TimeZoneOffset {
  /// The seconds east of UTC of `zone` at `time`; nil if there is no such zone.
  static func seconds(_ zone: String, at time: Int64) -> Int64? {
    if zone.isEmpty || zone == "UTC" || zone == "Z" || zone == "GMT" { return 0 }
    return fixed(zone) ?? named(zone, at: time)
  }

  /// `+11:00`, `-02:30`, `02:00`.
  private static func fixed(_ zone: String) -> Int64? {
    let signed = zone.utf8.first?.isDigit == true ? "+" + zone : zone
    var reader = DigitReader(signed)
    guard let offset = reader.zone(), reader.isAtEnd else { return nil }
    return offset
  }

  private static func named(_ zone: String, at time: Int64) -> Int64? {
    // A name is a path below the database; anything that could leave it is not looked for.
    let isName = zone.utf8.allSatisfy {
      $0.isIdentifierPart || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
    }
    guard isName, zone.utf8.count < 64, zone.utf8.first?.isASCIILetter == true,
      let data = file("/usr/share/zoneinfo/" + zone)
    else { return nil }
    return ZoneFile(data)?.offset(at: time)
  }

  private static let largestFile = 1 << 16

  private static func file(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var data = [UInt8](repeating: 0, count: largestFile)
    var length = 0
    while length < data.count {
      let count = data.withUnsafeMutableBytes { buffer in
        read(descriptor, buffer.baseAddress.map { $0 + length }, buffer.count - length)
      }
      guard count > 0 else { break }
      length += count
    }
    return length > 0 && length < largestFile ? Array(data[..<length]) : nil
  }
}

/// A compiled zone in TZif format (RFC 8536): the 64-bit transitions and the rule after the last one.
struct ZoneFile {
  private var transitions: [Int64] = []
  private var kinds: [UInt8] = []
  private var offsets: [Int64] = []
  private var footer = ""

  init?(_ data: [UInt8]) {
    var reader = Reader(data: data)
    guard let first = reader.header() else { return nil }
    if first.version >= 2 {
      guard reader.skip(first.bodyLength(timeSize: 4)), let second = reader.header(), read(second, 8, &reader) else {
        return nil
      }
      footer = reader.footer()
    } else if !read(first, 4, &reader) {
      return nil
    }
  }

  private mutating func read(_ header: Header, _ size: Int, _ reader: inout Reader) -> Bool {
    guard reader.remaining >= header.bodyLength(timeSize: size), header.types > 0 else { return false }
    for _ in 0..<header.times { transitions.append(reader.integer(size)) }
    for _ in 0..<header.times { kinds.append(UInt8(truncatingIfNeeded: reader.integer(1))) }
    for _ in 0..<header.types {
      offsets.append(reader.integer(4))
      _ = reader.integer(2)
    }
    _ = reader.skip(header.characters + header.leaps * (size + 4) + header.standards + header.universals)
    return kinds.allSatisfy { Int($0) < offsets.count }
  }

  /// Seconds east of UTC.
  func offset(at time: Int64) -> Int64 {
    if let last = transitions.last, time >= last, let offset = PosixZone(footer)?.offset(at: time) { return offset }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= time { low = middle + 1 } else { high = middle }
    }
    if low == 0 {
      return transitions.isEmpty ? PosixZone(footer)?.offset(at: time) ?? offsets[0] : offsets[0]
    }
    return offsets[Int(kinds[low - 1])]
  }

  private struct Header {
    let version: Int
    let universals: Int
    let standards: Int
    let leaps: Int
    let times: Int
    let types: Int
    let characters: Int

    func bodyLength(timeSize: Int) -> Int {
      times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standards + universals
    }
  }

  private struct Reader {
    let data: [UInt8]
    var offset = 0
    var remaining: Int { data.count - offset }

    mutating func skip(_ count: Int) -> Bool {
      guard count <= remaining else { return false }
      offset += count
      return true
    }

    /// A big-endian signed number.
    mutating func integer(_ size: Int) -> Int64 {
      guard size <= remaining else { return 0 }
      var value: Int64 = size < 4 || data[offset] < 0x80 ? 0 : -1
      for byte in data[offset..<offset + size] { value = value << 8 | Int64(byte) }
      offset += size
      return value
    }

    mutating func header() -> Header? {
      guard remaining >= 44, data[offset..<offset + 4].elementsEqual("TZif".utf8) else { return nil }
      let version = data[offset + 4] == 0 ? 1 : Int(data[offset + 4]) - 0x30
      offset += 20
      let counts = (0..<6).map { _ in Int(integer(4)) }
      guard counts.allSatisfy({ (0..<100_000).contains($0) }) else { return nil }
      return Header(
        version: version, universals: counts[0], standards: counts[1], leaps: counts[2], times: counts[3],
        types: counts[4], characters: counts[5])
    }

    mutating func footer() -> String {
      guard remaining > 2, data[offset] == 0x0A else { return "" }
      return String(decoding: data[(offset + 1)...].prefix { $0 != 0x0A }, as: UTF8.self)
    }
  }
}
