import CloudFormation
import Documents
import TestSupport
import Testing
import Values

/// Every name in `policies/mappings/cloudformation` is held against CloudFormation's resource schemas (the facts that
/// Facts/generate.py writes) and the provider's schema.
@Suite struct MappingTests {
  private static let files = Project.files(in: Project.path("policies/mappings/cloudformation"), ending: ".yaml")

  private static func mappings() throws -> [TypeMapping] {
    try files.flatMap { path in
      var builder = ValueArenaBuilder(recordsPositions: true)
      let roots = try YAMLReader.read(
        InputDocument(name: path, bytes: try Project.bytes(path)), schema: .core, into: &builder)
      return try MappingDecoder(builder.arena, file: path).mappings(roots[0])
    }
  }

  private static func properties() throws -> [String: Set<String>] {
    let lines = try JSONTree.sequence(
      try Project.bytes(Project.path("Tests/CloudFormationTests/Facts/properties.jsonl")))
    return Dictionary(
      lines.map { line in
        (line["type"]?.string ?? "", Set(line["properties"]?.elements.compactMap(\.string) ?? []))
      }
    ) { first, _ in first }
  }

  private static func shapes() throws -> [String: TerraformShape] {
    var result: [String: TerraformShape] = [:]
    for file in ["aws.jsonl", "aws-retired.jsonl"] {
      let path = Project.path("policies/schema/terraform/\(file)")
      for line in try Project.bytes(path).split(separator: 0x0A) {
        var builder = ValueArenaBuilder()
        let root = try JSONReader.read(InputDocument(name: path, bytes: Array(line)), into: &builder)
        let arena = builder.arena
        guard arena.string(root, "mode") != "data", let type = arena.string(root, "type"),
          let attributes = arena.member(root, "attributes")
        else { continue }
        result[type] = TerraformShape(attributes, in: arena)
      }
    }
    return result
  }

  @Test func atLeastSeventyTypesAreMappedAndEachOnce() throws {
    let types = try Self.mappings().map(\.type)
    #expect(types.count >= 70)
    #expect(Set(types).count == types.count)
  }

  @Test func everyPropertyIsOneOfCloudFormationsSchemas() throws {
    let facts = try Self.properties()
    var checked = 0
    for mapping in try Self.mappings() {
      let own = try #require(facts[mapping.type], "no facts of \(mapping.type): run Facts/generate.py")
      func check(_ path: String) {
        guard !path.isEmpty, !path.hasPrefix("@") else { return }
        checked += 1
        #expect(own.contains(path), "\(mapping.type) has no property \(path)")
      }
      if let ref = mapping.ref { check(ref) }
      for target in mapping.resources {
        let each = target.each.map { $0.names.joined(separator: ".") } ?? ""
        check(each)
        if let when = target.when { check(when.names.joined(separator: ".")) }
        for restriction in target.only { check(restriction.path.names.joined(separator: ".")) }
        for path in paths(target.attributes, below: each) { check(path) }
      }
    }
    #expect(checked > 1_000)
  }

  private func paths(_ attributes: [AttributeMapping], below base: String) -> [String] {
    func full(_ path: PropertyPath) -> String {
      let names = path.names.joined(separator: ".")
      let start = path.startsAtProperties ? "" : base
      return start.isEmpty ? names : names.isEmpty ? start : "\(start).\(names)"
    }
    return attributes.flatMap { attribute -> [String] in
      switch attribute.source {
      case .property(let all): all.map(full)
      case .blocks(let path, let inner): [full(path)] + (path.leadsToEntries ? [] : paths(inner, below: full(path)))
      case .own, .constant: []
      }
    }
  }

  @Test func everyAttributeIsOneOfTheProvidersSchema() throws {
    let shapes = try Self.shapes()
    for mapping in try Self.mappings() {
      for target in mapping.resources {
        let shape = try #require(shapes[target.type], "the provider has no \(target.type)")
        check(target.attributes, shape, "\(mapping.type) -> \(target.type)")
      }
    }
  }

  private func check(_ attributes: [AttributeMapping], _ shape: TerraformShape, _ place: String) {
    for attribute in attributes {
      guard let declared = shape[attribute.name] else {
        Issue.record("\(place) has no attribute \(attribute.name)")
        continue
      }
      guard case .blocks(_, let inner) = attribute.source else { continue }
      switch declared.kind {
      case .record(let nested), .list(.record(let nested)): check(inner, nested, "\(place).\(attribute.name)")
      default: Issue.record("\(place).\(attribute.name) is no block")
      }
    }
  }

  @Test func everyDefaultSaysWhereItIsWritten() throws {
    var found = 0
    func check(_ attributes: [AttributeMapping], _ place: String) {
      for attribute in attributes {
        if let standard = attribute.standard {
          found += 1
          #expect(standard.source.hasPrefix("https://docs.aws.amazon.com/"), "\(place).\(attribute.name)")
          #expect(!standard.because.isEmpty)
        }
        if case .blocks(_, let inner) = attribute.source { check(inner, "\(place).\(attribute.name)") }
      }
    }
    for mapping in try Self.mappings() {
      for target in mapping.resources { check(target.attributes, mapping.type) }
    }
    #expect(found > 100)
  }
}
