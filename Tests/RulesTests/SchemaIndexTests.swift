import CEL
import Rules
import TestSupport
import Testing

/// The index of attributes, asked for one member and for all of them.
@Suite struct SchemaIndexTests {
  @Test func oneMemberIsWhatAllOfThemSay() throws {
    let lines = try Project.text(Project.path("policies/schema/terraform/aws.jsonl")).split(separator: "\n")
    var (index, nested) = (SchemaIndex(PolicyLibrary()), 0)
    for line in lines {
      let entry = try JSONTree(Array(line.utf8))
      guard entry["mode"]?.string == "managed", let type = entry["type"]?.string else { continue }
      #expect(try index.type(of: [type]) == .record(type))
      let record = try #require(index.recordType(named: type))
      #expect(Set(record.fields.keys) == Set(entry["attributes"]?.members.map(\.name) ?? []), "\(type)")
      nested += expectMembers(of: record, in: index)
    }
    #expect(nested > 5_000, "only \(nested) blocks and objects were looked into")
  }

  /// - Returns: the number of records in it.
  private func expectMembers(of record: RecordType, in index: SchemaIndex) -> Int {
    var nested = 0
    for (field, type) in record.fields {
      #expect(index.type(ofMember: field, in: record.name) == type, "\(record.name).\(field)")
      guard let name = type.innermostRecord else { continue }
      guard let inner = index.recordType(named: name) else {
        Issue.record("\(name) is no record")
        continue
      }
      nested += 1 + expectMembers(of: inner, in: index)
    }
    #expect(index.type(ofMember: "no_such_member", in: record.name) == nil)
    return nested
  }

  @Test func typesTogetherHaveTheMembersOfEach() throws {
    var index = SchemaIndex(PolicyLibrary())
    guard case .record(let name) = try index.type(of: ["aws_lb", "aws_elb", "aws_db_instance"]) else {
      Issue.record("three types with schemas are no record")
      return
    }
    let record = try #require(index.recordType(named: name))
    for (field, type) in record.fields { #expect(index.type(ofMember: field, in: name) == type, "\(field)") }
    #expect(index.type(ofMember: "internal", in: name) == .bool)
    #expect(index.type(ofMember: "storage_encrypted", in: name) == .bool)
    // Both kinds of load balancer have such a block, with other members.
    let logs = try #require(index.type(ofMember: "access_logs", in: name)?.innermostRecord)
    for member in ["prefix", "bucket_prefix", "interval"] {
      #expect(index.type(ofMember: member, in: logs) != nil, "\(member)")
    }
    #expect(index.type(ofMember: "engine_port", in: logs) == nil)
  }

  @Test func whatHasNoSchemaIsNotChecked() throws {
    var index = SchemaIndex(PolicyLibrary())
    #expect(try index.type(of: ["aws_vpc", "acme_thing"]) == .dyn)
    #expect(index.recordType(named: "acme_thing") == nil)
    #expect(index.type(ofMember: "id", in: "acme_thing") == nil)
    #expect(index.recordType(named: "aws_vpc|acme_thing") == nil)
    #expect(index.type(ofMember: "cidr", in: "aws_vpc|acme_thing") == nil)
  }
}

extension CELType {
  /// The record in a type, below lists and maps.
  fileprivate var innermostRecord: String? {
    switch self {
    case .record(let name): name
    case .list(let element), .map(_, let element): element.innermostRecord
    default: nil
    }
  }
}
