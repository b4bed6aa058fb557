import ResourceGraph

/// What a run knows of types: the mappings, the provider's schema, defaults.
public struct Vocabulary: Sendable {
  /// By CloudFormation type.
  public let mappings: [String: TypeMapping]
  /// By Terraform type.
  public let shapes: [String: TerraformShape]
  /// By Terraform type, the blocks that are there only if somebody writes them.
  public let writtenBlocks: [String: Set<String>]
  /// The CloudFormation types beside which a value that the service writes is not certain.
  let awaitedTypes: Set<String>

  public init(
    mappings: [String: TypeMapping], shapes: [String: TerraformShape], writtenBlocks: [String: Set<String>]
  ) {
    self.mappings = mappings
    self.shapes = shapes
    self.writtenBlocks = writtenBlocks
    awaitedTypes = Set(
      mappings.values.flatMap { $0.resources.flatMap { $0.attributes.compactMap(\.unset.exception) } })
  }

  /// What CloudFormation does with properties that nobody set, by Terraform type.
  public var defaults: [String: [ProviderDefault]] {
    var result: [String: [ProviderDefault]] = [:]
    for type in mappings.keys.sorted() {
      for target in mappings[type]?.resources ?? [] {
        result[target.type, default: []] += defaults(of: target.attributes, in: target.type, below: [])
      }
    }
    return result
  }

  private func defaults(of attributes: [AttributeMapping], in type: String, below path: [String]) -> [ProviderDefault] {
    attributes.flatMap { attribute -> [ProviderDefault] in
      var found: [ProviderDefault] = []
      if let standard = attribute.standard, let value = standard.value.scalar {
        found.append(
          ProviderDefault(
            type: type, path: path + [attribute.name], value: value, source: standard.source, because: standard.because)
        )
      }
      if case .blocks(_, let inner) = attribute.source {
        found += defaults(of: inner, in: type, below: path + [attribute.name])
      }
      return found
    }
  }
}

extension AttributeMapping.Constant {
  var scalar: ProviderDefault.Scalar? {
    switch self {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let value): Int64(exactly: value).map { .int($0) } ?? .double(value)
    case .text(let text): .string(text)
    case .list(let elements): elements.isEmpty ? .emptyList : nil
    case .map: nil
    }
  }
}
