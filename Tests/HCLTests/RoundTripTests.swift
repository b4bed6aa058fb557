import FoundationEssentials
import Testing

@testable import HCL

/// Properties that hold for every input.
@Suite struct RoundTripTests {
  /// The package's directory, from this file's place in it.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func fixtures(_ suffix: String) -> [String] {
    let directory = root.appending(path: "fixtures").path
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
    return names.filter { $0.hasSuffix(suffix) }.sorted().map { "\(directory)/\($0)" }
  }

  @Test func everyFixtureParsesAndItsTokensCoverIt() throws {
    let files = Self.fixtures(".tf")
    #expect(!files.isEmpty)
    for path in files {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      expectCoverage(bytes)
      if path.contains("/malformed/") { continue }
      let file = HCLFile(native: bytes, name: path)
      #expect(file.diagnostics.isEmpty, "\(path): \(file.diagnostics.first?.description ?? "")")
      expectPositions(file)
    }
  }

  /// Tokens and comments stand in order without overlap, and only whitespace is between them.
  private func expectCoverage(_ bytes: [UInt8]) {
    var lexer = Lexer(bytes)
    lexer.run()
    let ranges = (lexer.tokens.map(\.range) + lexer.comments.map(\.range)).sorted {
      ($0.start, $0.end) < ($1.start, $1.end)
    }
    var end: UInt32 = bytes.starts(with: byteOrderMark) ? 3 : 0
    for range in ranges {
      #expect(range.start >= end)
      let gap = bytes[Int(end)..<Int(max(end, range.start))]
      #expect(gap.allSatisfy { $0 == 0x20 || $0 == 0x09 })
      end = max(end, range.end)
    }
    #expect(Int(end) == bytes.count)
  }

  /// The text at each range is what the tree says is there.
  private func expectPositions(_ file: HCLFile) {
    func check(_ body: Body) {
      for attribute in body.attributes {
        #expect(file.source.text(attribute.nameRange) == attribute.name)
        for traversal in attribute.expression.traversals {
          #expect(file.source.text(traversal.range).hasPrefix(traversal.root))
          #expect(attribute.range.contains(traversal.range.start) && traversal.range.end <= attribute.range.end)
        }
      }
      for block in body.blocks {
        #expect(file.source.text(block.typeRange) == block.type)
        #expect(file.source.text(block.range).hasSuffix("}"))
        check(block.body)
      }
    }
    check(file.body)
  }

  @Test(arguments: 0..<40) func anyBytesAreRead(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces: [String] = [
      "a", "b = ", "\"", "${", "}", "%{", "{", "[", "]", "(", ")", "\n", " ", "<<EOT\n", "<<-X\n", "EOT", "X\n", "#",
      "//", "/*", "*/", "~}",
      "for ", " in ", " : ", "=>", "...", "?", ".", "*", "0", "1.5", "\\", "$$", "\r\n", "\u{e9}", "if ", "endif",
      "resource \"x\" \"y\" {\n", "}\n",
      "::", "-", "!", "&&", "==", ",", "true", "\u{FEFF}", "\u{0}",
    ]
    for _ in 0..<60 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<80, using: &random) {
        if Int.random(in: 0..<50, using: &random) == 0 {
          bytes.append(UInt8.random(in: 0...255, using: &random))
        } else {
          bytes += Array((pieces.randomElement(using: &random) ?? "").utf8)
        }
      }
      expectCoverage(bytes)
      let native = HCLFile(native: bytes, name: "fuzz.tf")
      for diagnostic in native.diagnostics {
        #expect(diagnostic.position.line >= 1 && diagnostic.position.column >= 1)
        #expect(diagnostic.position.offset <= bytes.count)
      }
      _ = HCLFile(json: bytes, name: "fuzz.tf.json", schema: BodySchema())
    }
  }

  @Test(arguments: 0..<10) func damagedFixturesAreRead(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for path in Self.fixtures(".tf").prefix(20) {
      var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      for _ in 0..<3 where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        if Bool.random(using: &random) {
          bytes.remove(at: place)
        } else {
          bytes[place] = UInt8.random(in: 0..<128, using: &random)
        }
      }
      expectCoverage(bytes)
      _ = HCLFile(native: bytes, name: path)
    }
  }
}

/// A small generator with a seed, so that a failure can be repeated (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
