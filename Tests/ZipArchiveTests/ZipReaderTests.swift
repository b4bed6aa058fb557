import Testing

@testable import ZipArchive

@Suite struct ZipReaderTests {
  private let text = Array("resource \"aws_vpc\" \"cde\" {}\n".utf8)

  private func message(_ archive: TestArchive, limits: ZipLimits = ZipLimits()) -> String? {
    message(archive.bytes, limits)
  }

  private func message(_ bytes: [UInt8], _ limits: ZipLimits = ZipLimits()) -> String? {
    do throws(ZipError) {
      let reader = try ZipReader(bytes, limits: limits)
      _ = try reader.contents { _ in true }
      return nil
    } catch {
      return error.message
    }
  }

  @Test func readsStoredAndDeflatedEntries() throws {
    let archive = TestArchive([
      .init(name: "a/main.tf", content: text),
      .init(name: "b.tf", content: Array(repeating: 97, count: 5_000), isDeflated: true, hasDescriptor: true),
      .init(name: "empty", content: []), .init(name: "folder/", content: []),
    ])
    let reader = try ZipReader(archive.bytes)
    #expect(reader.entries.map(\.name) == ["a/main.tf", "b.tf", "empty", "folder/"])
    #expect(reader.isGapless)
    let contents = try reader.contents { $0.name != "empty" }
    #expect(contents == ["a/main.tf": text, "b.tf": Array(repeating: 97, count: 5_000)])
  }

  @Test func saysWhetherThereIsMoreThanEntries() throws {
    var archive = TestArchive([.init(name: "a", content: text)])
    archive.comment = Array("hello".utf8)
    #expect(try !ZipReader(archive.bytes).isGapless)
    archive.comment = []
    archive.prefix = [1, 2, 3]
    #expect(try !ZipReader(archive.bytes).isGapless)
  }

  @Test(arguments: [
    "../x", "a/../x", "/etc/passwd", "a//b", "a/./b", "..", "C:/x", "a\\b", "a\u{1B}[31m", "", "a/..", "/",
  ])
  func refusesNamesThatLeadElsewhere(_ name: String) {
    #expect(message(TestArchive([.init(name: name, content: text)])) != nil)
  }

  @Test func refusesWhatCanBeReadInTwoWays() {
    let file = TestArchive.File(name: "a", content: text)
    var other = file
    other.directoryName = "b"
    #expect(message(TestArchive([other])) == "has an entry whose header and directory differ")
    #expect(message(TestArchive([file, file])) == "has two entries of one name")
    var two = TestArchive([file])
    two.comment = Array(TestArchive([]).bytes)
    #expect(message(two) == "has two end records")
    var miscounted = TestArchive([file])
    miscounted.entryCount = 2
    #expect(message(miscounted) == "has fewer entries than its end record says")
    miscounted.entryCount = 0
    #expect(message(miscounted) == "has a directory that does not fit its end record")
  }

  @Test func refusesEntriesThatOverlap() throws {
    let inner = TestArchive.File(name: "b", content: text)
    let entry = TestArchive([inner]).bytes.prefix(31 + text.count)
    var archive = TestArchive([.init(name: "a", content: Array(entry)), inner]).bytes
    // The second directory record points at the entry that is the content of the first.
    let second = archive.firstRange(of: le32(0x0201_4B50)).map { $0.lowerBound + 47 }
    let offset = try #require(second) + 42
    archive.replaceSubrange(offset..<offset + 4, with: le32(31))
    #expect(message(archive) == "has entries that overlap")
  }

  @Test func refusesBombsByWhatTheyClaim() {
    let zeros = [UInt8](repeating: 0, count: 4 << 20)
    let bomb = TestArchive([.init(name: "a", content: zeros, isDeflated: true)])
    #expect(message(bomb) == "has an entry that unpacks to over 250 times its size")
    var limits = ZipLimits()
    limits.ratio = 2_000
    #expect(message(bomb, limits: limits) == nil)
    limits.entrySize = 1 << 20
    #expect(message(bomb, limits: limits) == "has an entry of over 1 MB")
    limits.entrySize = 8 << 20
    limits.totalSize = 6 << 20
    let both = TestArchive(["a", "b"].map { .init(name: $0, content: zeros, isDeflated: true) })
    #expect(message(both, limits: limits) == "has entries of over 6 MB together")
    limits.entries = 1
    #expect(message(both, limits: limits) == "has over 1 entries")
  }

  @Test func refusesEntriesThatAreNotWhatTheySay() {
    var file = TestArchive.File(name: "a", content: [UInt8](repeating: 7, count: 3_000), isDeflated: true)
    file.claimedSize = 2_999
    #expect(message(TestArchive([file])) == "has an entry that does not unpack to the size in the directory")
    file.claimedSize = 3_001
    #expect(message(TestArchive([file])) == "has an entry that does not unpack to the size in the directory")
    file.claimedSize = nil
    file.checksum = 1
    #expect(message(TestArchive([file])) == "has an entry with a wrong checksum")
    #expect(message(TestArchive([.init(name: "a", content: text, flags: 1)])) == "has an encrypted entry")
    #expect(
      message(TestArchive([.init(name: "a", content: text, mode: 0o120777)]))
        == "has an entry that is no ordinary file, such as a link")
  }

  @Test func refusesWhatIsNoWholeArchive() {
    let whole = TestArchive([.init(name: "a", content: text), .init(name: "b", content: text)]).bytes
    for count in 0..<whole.count { #expect(message(Array(whole[..<count])) != nil, "\(count) bytes") }
    #expect(message(whole) == nil)
  }

  @Test func aSpoiltByteIsSeenOrChangesNothing() throws {
    let archive = TestArchive([
      .init(name: "a", content: text), .init(name: "b", content: text + text, isDeflated: true, hasDescriptor: true),
    ]).bytes
    let sound = try ZipReader(archive).contents { _ in true }
    var generator = SplitMix(state: 7)
    for _ in 0..<4_000 {
      var spoilt = archive
      for _ in 0...Int(generator.next() % 3) {
        spoilt[Int(generator.next() % UInt64(spoilt.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      guard let reader = try? ZipReader(spoilt), let contents = try? reader.contents(where: { _ in true }) else {
        continue
      }
      // A name that changes in both places is another name; contents are held by their checksums.
      #expect(Set(contents.values).isSubset(of: Set(sound.values)))
    }
  }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
