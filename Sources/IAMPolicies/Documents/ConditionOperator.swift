/// A condition operator (IAM User Guide, "IAM JSON policy elements: Condition operators").
public struct ConditionOperator: Hashable, Sendable {
  /// How two ordered values are compared: request value first.
  public enum Comparison: Hashable, Sendable, CaseIterable {
    case equal, less, lessOrEqual, greater, greaterOrEqual
  }

  /// What is compared, without negation and suffixes.
  public enum Test: Hashable, Sendable {
    case stringEquals
    case stringEqualsIgnoreCase
    case stringLike
    case numeric(Comparison)
    case date(Comparison)
    case bool
    case binaryEquals
    case ipAddress
    /// `ArnEquals` and `ArnLike`, which AWS documents as the same.
    case arnLike
    /// Whether the key is absent.
    case null
  }

  /// `ForAllValues:` and `ForAnyValue:` (IAM User Guide, "Multivalued context keys").
  public enum Qualifier: String, Hashable, Sendable, CaseIterable {
    case forAllValues = "forallvalues"
    case forAnyValue = "foranyvalue"
  }

  public var test: Test
  public var isNegated: Bool
  public var ifExists: Bool
  public var qualifier: Qualifier?

  public init(_ test: Test, isNegated: Bool = false, ifExists: Bool = false, qualifier: Qualifier? = nil) {
    self.test = test
    self.isNegated = isNegated
    self.ifExists = ifExists
    self.qualifier = qualifier
  }

  /// Reads an operator's name, whose case does not matter; nil if there is none of that name.
  public init?(name: String) {
    var rest = Substring(name.lowercased())
    var qualifier: Qualifier?
    if let colon = rest.firstIndex(of: ":") {
      guard let known = Qualifier(rawValue: String(rest[..<colon])) else { return nil }
      qualifier = known
      rest = rest[rest.index(after: colon)...]
    }
    let ifExists = rest.hasSuffix("ifexists")
    if ifExists { rest = rest.dropLast("ifexists".count) }
    guard let (test, isNegated) = Self.named(rest), test != .null || !ifExists else { return nil }
    self.init(test, isNegated: isNegated, ifExists: ifExists, qualifier: qualifier)
  }

  private static func named(_ name: Substring) -> (Test, isNegated: Bool)? {
    switch name {
    case "stringequals": (.stringEquals, false)
    case "stringnotequals": (.stringEquals, true)
    case "stringequalsignorecase": (.stringEqualsIgnoreCase, false)
    case "stringnotequalsignorecase": (.stringEqualsIgnoreCase, true)
    case "stringlike": (.stringLike, false)
    case "stringnotlike": (.stringLike, true)
    case "bool": (.bool, false)
    case "binaryequals": (.binaryEquals, false)
    case "ipaddress": (.ipAddress, false)
    case "notipaddress": (.ipAddress, true)
    case "arnequals", "arnlike": (.arnLike, false)
    case "arnnotequals", "arnnotlike": (.arnLike, true)
    case "null": (.null, false)
    default: ordered(name)
    }
  }

  private static func ordered(_ name: Substring) -> (Test, isNegated: Bool)? {
    let isNumeric = name.hasPrefix("numeric")
    guard isNumeric || name.hasPrefix("date") else { return nil }
    let comparison: Comparison
    switch name.dropFirst(isNumeric ? "numeric".count : "date".count) {
    case "equals", "notequals": comparison = .equal
    case "lessthan": comparison = .less
    case "lessthanequals": comparison = .lessOrEqual
    case "greaterthan": comparison = .greater
    case "greaterthanequals": comparison = .greaterOrEqual
    default: return nil
    }
    return (isNumeric ? .numeric(comparison) : .date(comparison), name.hasSuffix("notequals"))
  }
}
