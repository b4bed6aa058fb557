extension PolicyDocument {
  /// Decodes the arguments of an `aws_iam_policy_document` data source of the Terraform provider `hashicorp/aws`.
  ///
  /// Meaning as the provider documents it: `statement` blocks are added to `source_policy_documents`, a statement
  /// replacing an earlier one with the same non-empty `sid`; `override_policy_documents` then replace and add in the
  /// same way. `&{...}` is written for `${...}`. The effect is `Allow` and the version 2012-10-17 unless given.
  /// A document whose text is unknown can add statements, and one that overrides can replace any: everything that it
  /// can touch becomes unknown.
  public init(dataSource value: PolicyValue, limits: PolicyLimits = PolicyLimits()) throws(PolicyError) {
    switch value {
    case .unknown(let reason):
      self = .unknown(reason)
    case .map:
      var merge = DocumentMerge()
      for (path, source) in try Self.documents(value, "source_json", "source_policy_documents") {
        merge.add(try Self.embedded(source, path: path, limits: limits))
      }
      merge.add(try DataSourceDecoder.ownStatements(value))
      for (path, source) in try Self.documents(value, "override_json", "override_policy_documents") {
        merge.override(try Self.embedded(source, path: path, limits: limits))
      }
      self = merge.document(version: try Self.dataSourceVersion(value))
    default:
      throw PolicyError("the arguments of a data source are an object, not \(value.kind)")
    }
  }

  private static func dataSourceVersion(_ value: PolicyValue) throws(PolicyError) -> Known<Version> {
    switch value.member("version") {
    case nil, .null?: .known(.v2012)
    case let version?: try DocumentDecoder.version(version)
    }
  }

  /// The texts of the deprecated single argument and of the list.
  private static func documents(
    _ value: PolicyValue, _ single: String, _ list: String
  ) throws(PolicyError) -> [(path: String, value: PolicyValue)] {
    var documents: [(path: String, value: PolicyValue)] = []
    if let text = value.member(single), text != .null { documents.append((single, text)) }
    switch value.member(list) {
    case nil, .null?: break
    case .list(let elements)?:
      for (index, element) in elements.enumerated() where element != .null {
        documents.append(("\(list)[\(index)]", element))
      }
    case .unknown(let reason)?: documents.append((list, .unknown(reason)))
    case let other?: throw PolicyError("a list is expected, not \(other.kind)", path: list)
    }
    return documents
  }

  private static func embedded(
    _ value: PolicyValue, path: String, limits: PolicyLimits
  ) throws(PolicyError) -> PolicyDocument {
    switch value {
    case .unknown(let reason): return .unknown(reason)
    case .string(""): return PolicyDocument(statements: [])
    case .string(let text):
      do {
        return try PolicyDocument(json: text, limits: limits)
      } catch {
        let inner = error.path.isEmpty ? path : "\(path).\(error.path)"
        throw PolicyError(error.message, path: inner, position: error.position)
      }
    default: throw PolicyError("JSON text is expected, not \(value.kind)", path: path)
    }
  }
}
