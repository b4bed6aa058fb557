/// The cases of one file and what came of them.
public struct ConformanceReport: Sendable {
  public let file: String
  public private(set) var passed = 0
  public private(set) var failures: [(name: String, reason: String)] = []
  public private(set) var skips: [String: Int] = [:]

  /// Runs every line of a conformance file's contents.
  public init(file: String, contents: [UInt8]) {
    self.file = file
    for (number, line) in contents.split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let json = try? JSONReader.read(Array(line)) else {
        failures.append(("line \(number + 1)", "is not JSON"))
        continue
      }
      add(ConformanceCase(json))
    }
  }

  private mutating func add(_ test: ConformanceCase) {
    switch test.run() {
    case .passed: passed += 1
    case .failed(let reason):
      failures.append(("\(test.section)/\(test.name)", "\(test.expression.prefix(200))\n      \(reason)"))
    case .skipped(let reason): skips[reason, default: 0] += 1
    }
  }

  public var skipped: Int { skips.values.reduce(0, +) }

  /// `N passed, N failed, N skipped`, with the reasons.
  public var text: String {
    var text = "\(file): \(passed) passed, \(failures.count) failed, \(skipped) skipped"
    for (reason, count) in skips.sorted(by: { $0.key < $1.key }) { text += "\n  skipped \(count): \(reason)" }
    for (name, reason) in failures { text += "\n  FAILED \(name): \(reason)" }
    return text
  }
}
