/// A map whose members a schema declares: what a select can name is known before evaluation.
///
/// A declared member that is absent or null reads as null, and as an empty list or map where its declared type is one;
/// a value of another kind than declared is converted where nothing is lost ("true" to a bool, "8" to a number, a
/// number or bool to a string) and otherwise reads as unknown, because the input was not understood.
public struct RecordType: Hashable, Sendable {
  public let name: String
  public let fields: [String: CELType]

  public init(name: String, fields: [String: CELType]) {
    self.name = name
    self.fields = fields
  }

  /// The type that the checker gives a select of a member that is declared as `type`: scalars may be null.
  static func selected(_ type: CELType) -> CELType {
    switch type {
    case .bool, .int, .uint, .double, .number, .string, .bytes, .timestamp, .duration: .nullable(type)
    default: type
    }
  }
}

/// Where the checker finds record types by name; for hosts whose schemas are too large to declare up front.
public protocol RecordTypeProvider: Sendable {
  /// The record type called `name`, nil if there is none.
  func recordType(named name: String) -> RecordType?

  /// The declared type of one member, nil if there is no such record or it has no such member. Asked first: a host can
  /// know it without the rest of the record.
  func type(ofMember member: String, in record: String) -> CELType?
}

extension RecordTypeProvider {
  public func type(ofMember member: String, in record: String) -> CELType? {
    recordType(named: record)?.fields[member]
  }
}
