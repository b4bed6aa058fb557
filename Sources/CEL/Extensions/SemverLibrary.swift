/// Versions, `semver('1.2.3')` (Kubernetes' semver library; semver.org 2.0.0).
extension FunctionLibrary {
  private static let version = CELType.abstract("kubernetes.Semver", [])

  public static let semver = FunctionLibrary(
    name: "semver",
    functions: [
      Function(
        "semver", [Signature([.string], version), Signature([.string, .bool], version)],
        .any { context, arguments in
          guard let text = context.string(of: arguments[0]) else { return context.noMatch("semver", arguments) }
          let isLenient = arguments.count > 1 && arguments[1].isTrue
          guard let found = Semver(text, isLenient: isLenient) else {
            return context.error(.invalidArgument, "\(context.shown(arguments[0])) is no semantic version")
          }
          return context.opaque(.semver(found))
        }),
      Function(
        "isSemver", [Signature([.string], .bool), Signature([.string, .bool], .bool)],
        .any { context, arguments in
          guard let text = context.string(of: arguments[0]) else { return context.noMatch("isSemver", arguments) }
          return .bool(Semver(text, isLenient: arguments.count > 1 && arguments[1].isTrue) != nil)
        }),
      part("major", \.major), part("minor", \.minor), part("patch", \.patch),
      pair("isLessThan", .bool) { .bool($0 < $1) },
      pair("isGreaterThan", .bool) { .bool($1 < $0) },
      pair("compareTo", .int) { .int($0 < $1 ? -1 : $1 < $0 ? 1 : 0) },
    ],
    constants: ["kubernetes.Semver": .type("kubernetes.Semver")])

  private static func part(_ name: String, _ path: any KeyPath<Semver, Int64> & Sendable) -> Function {
    Function(
      name, [Signature(isMethod: true, [version], .int)],
      .unary { context, value in
        guard case .semver(let semver)? = context.opaqueValue(value) else { return context.noSuchOverload(name, value) }
        return .int(semver[keyPath: path])
      })
  }

  private static func pair(
    _ name: String, _ result: CELType, _ body: @escaping @Sendable (Semver, Semver) -> CELValue
  ) -> Function {
    Function(
      name, [Signature(isMethod: true, [version, version], result)],
      .binary { context, left, right in
        guard case .semver(let one)? = context.opaqueValue(left), case .semver(let other)? = context.opaqueValue(right)
        else { return context.noSuchOverload(name, left, right) }
        return body(one, other)
      })
  }
}

/// A semantic version; build metadata takes no part in comparison.
struct Semver: Hashable, Sendable, Comparable {
  let major: Int64
  let minor: Int64
  let patch: Int64
  private let labels: [String]
  private let build: String

  /// - Parameter isLenient: also `v1`, `1.2` and leading zeros.
  init?(_ text: String, isLenient: Bool) {
    var rest = text[...]
    if isLenient, rest.hasPrefix("v") || rest.hasPrefix("V") { rest.removeFirst() }
    let plus = rest.firstIndex(of: "+")
    build = plus.map { String(rest[rest.index(after: $0)...]) } ?? ""
    guard plus == nil || Self.areLabels(build) else { return nil }
    rest = rest[..<(plus ?? rest.endIndex)]
    let dash = rest.firstIndex(of: "-")
    let pre = dash.map { String(rest[rest.index(after: $0)...]) } ?? ""
    guard dash == nil || Self.areLabels(pre) else { return nil }
    labels = dash == nil ? [] : pre.split(separator: ".").map(String.init)
    let hasZeros = labels.contains { Int64($0) != nil && $0.hasPrefix("0") && $0 != "0" }
    var numbers: [Int64] = []
    for part in rest[..<(dash ?? rest.endIndex)].split(separator: ".", omittingEmptySubsequences: false) {
      guard part.utf8.allSatisfy(\.isDigit), isLenient || part == "0" || !part.hasPrefix("0"), let number = Int64(part)
      else { return nil }
      numbers.append(number)
    }
    if isLenient { while numbers.count < 3 { numbers.append(0) } }
    guard numbers.count == 3, isLenient || !hasZeros else { return nil }
    (major, minor, patch) = (numbers[0], numbers[1], numbers[2])
  }

  private static func areLabels(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { $0.isDigit || $0.isASCIILetter || $0 == UInt8(ascii: "-") }
    }
  }

  var text: String {
    "\(major).\(minor).\(patch)" + (labels.isEmpty ? "" : "-" + labels.joined(separator: "."))
      + (build.isEmpty ? "" : "+" + build)
  }

  static func == (left: Semver, right: Semver) -> Bool { !(left < right) && !(right < left) }

  func hash(into hasher: inout Hasher) {
    hasher.combine(major)
    hasher.combine(minor)
    hasher.combine(patch)
    hasher.combine(labels)
  }

  static func < (left: Semver, right: Semver) -> Bool {
    let (one, other) = ((left.major, left.minor, left.patch), (right.major, right.minor, right.patch))
    if one != other { return one < other }
    // A version without labels is greater than one with: 1.0.0-rc.1 < 1.0.0.
    if left.labels.isEmpty || right.labels.isEmpty { return !left.labels.isEmpty && right.labels.isEmpty }
    for (leftLabel, rightLabel) in zip(left.labels, right.labels) where leftLabel != rightLabel {
      switch (Int64(leftLabel), Int64(rightLabel)) {
      case (let one?, let other?): return one < other
      case (.some, nil): return true
      case (nil, .some): return false
      default: return Array(leftLabel.utf8).lexicographicallyPrecedes(Array(rightLabel.utf8))
      }
    }
    return left.labels.count < right.labels.count
  }
}
