import CRE2

/// A compiled pattern of RE2: matching takes time linear in the subject, whatever pattern and subject are.
final class Regex: Sendable {
  // RE2 objects are immutable and may be used from several threads; the pointer is only freed by deinit.
  nonisolated(unsafe) private let pattern: OpaquePointer
  let groupCount: Int

  /// Bounds the memory of one compiled pattern.
  private static let memoryLimit: Int64 = 8 << 20

  /// Compiles a pattern in RE2 syntax.
  init(_ text: String) throws(RegexFailure) {
    var text = text
    guard let pattern = text.withUTF8({ $0.withMemoryRebound(to: CChar.self) { Self.create($0) } }) else {
      throw RegexFailure(message: "out of memory")
    }
    var buffer = [CChar](repeating: 0, count: 256)
    let length = cre2_error(pattern, &buffer, buffer.count)
    if length > 0 {
      cre2_delete(pattern)
      let bytes = buffer.prefix(min(length, buffer.count - 1)).map { UInt8(bitPattern: $0) }
      throw RegexFailure(message: String(decoding: bytes, as: UTF8.self))
    }
    self.pattern = pattern
    groupCount = Int(cre2_group_count(pattern))
  }

  deinit { cre2_delete(pattern) }

  private static func create(_ text: UnsafeBufferPointer<CChar>) -> OpaquePointer? {
    var empty: CChar = 0
    return withUnsafePointer(to: &empty) { cre2_create(text.baseAddress ?? $0, text.count, memoryLimit) }
  }

  /// Whether the pattern is found anywhere in `subject`.
  func isFound(in subject: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = subject.baseAddress else {
      var empty: CChar = 0
      return cre2_search(pattern, &empty, 0) != 0
    }
    return base.withMemoryRebound(to: CChar.self, capacity: subject.count) {
      cre2_search(pattern, $0, subject.count) != 0
    }
  }

  /// The ranges of the next match from `start` and of its groups; nil where a group took no part.
  func match(_ subject: [UInt8], from start: Int) -> [Range<Int>?]? {
    var offsets = [Int64](repeating: -1, count: 2 * (groupCount + 1))
    let isFound = subject.withUnsafeBufferPointer { buffer -> Bool in
      buffer.withMemoryRebound(to: CChar.self) { chars in
        var empty: CChar = 0
        return withUnsafePointer(to: &empty) {
          cre2_match(pattern, chars.baseAddress ?? $0, chars.count, start, &offsets, Int32(groupCount)) != 0
        }
      }
    }
    guard isFound else { return nil }
    return (0...groupCount).map { group in
      offsets[2 * group] < 0 ? nil : Int(offsets[2 * group])..<Int(offsets[2 * group + 1])
    }
  }
}

/// Why a pattern does not compile.
struct RegexFailure: Error {
  let message: String
}

extension EvaluationContext {
  /// `subject.matches(pattern)` with a pattern that is only known now.
  mutating func matches(_ subject: CELValue, _ pattern: CELValue) -> CELValue {
    if pattern.isAbnormal || subject.isAbnormal && partialText(of: subject) == nil { return abnormal(subject, pattern) }
    guard subject.isString || subject.isAbnormal, let text = string(of: pattern) else {
      return noSuchOverload("matches", subject, pattern)
    }
    // Compiling takes far longer than matching.
    budget -= 100 + text.utf8.count
    do throws(RegexFailure) {
      return found(try Regex(text), in: subject)
    } catch {
      return self.error(.invalidArgument, "the regular expression does not compile: \(error.message)")
    }
  }

  mutating func found(_ regex: Regex, in subject: CELValue) -> CELValue {
    if subject.isAbnormal { return isCertainlyFound(regex, in: subject) ? .bool(true) : subject }
    guard subject.isString else { return noSuchOverload("matches", subject) }
    budget -= Int(subject.high) >> 4
    return .bool(withBytes(subject) { regex.isFound(in: $0) })
  }
}

extension CodeGenerator {
  /// The compiled form of a literal pattern of `matches`.
  mutating func pattern(_ name: String, _ arguments: [Code], _ isMethod: Bool) -> Regex? {
    guard name == "matches", arguments.count == 2, let text = arguments[1].constant.flatMap({ context.string(of: $0) })
    else { return nil }
    // One that does not compile is an error when it is used, not before.
    return try? Regex(text)
  }

  mutating func matches(_ index: NodeIndex, _ subject: Code, _ regex: Regex) -> Code {
    let (step, range) = (subject.step, tree[index].focus)
    return folded([subject]) { context in
      let value = step(&context)
      let result = context.found(regex, in: value)
      return result.tag == .error ? context.located(result, at: range) : result
    }
  }
}
