/// A policy in the JSON policy language of AWS (IAM User Guide, "IAM JSON policy element reference").
public struct PolicyDocument: Hashable, Sendable {
  /// The version of the language. Policy variables exist from 2012-10-17 on; in older policies `${...}` is literal text
  /// (IAM User Guide, "IAM JSON policy elements: Version").
  public enum Version: String, Hashable, Sendable, CaseIterable {
    case v2008 = "2008-10-17"
    case v2012 = "2012-10-17"
  }

  /// A document without the element has version 2008-10-17.
  public var version: Known<Version>
  public var id: String?
  public var statements: [PolicyStatement]

  public init(version: Known<Version> = .known(.v2012), id: String? = nil, statements: [PolicyStatement]) {
    self.version = version
    self.id = id
    self.statements = statements
  }

  /// A document of which nothing is known: it may allow or deny anything.
  public static func unknown(_ reason: String) -> PolicyDocument {
    PolicyDocument(version: .unknown(reason), statements: [.unknown(reason)])
  }
}
