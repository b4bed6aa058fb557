import Values

/// What a CloudFormation resource type is in Terraform's vocabulary; one entry of `policies/mappings/cloudformation`.
public struct TypeMapping: Sendable {
  /// `AWS::RDS::DBInstance`.
  public let type: String
  /// The property whose value `Ref` gives; nil where the service makes it up.
  public let ref: String?
  public let resources: [Target]

  /// One Terraform resource that the CloudFormation resource stands for.
  public struct Target: Sendable {
    /// The Terraform type.
    public let type: String
    /// The property without which there is no such resource.
    public let when: PropertyPath?
    /// The list of which every element is a resource of its own.
    public let each: PropertyPath?
    /// The values of a property for which this is the type; empty for all.
    public let only: [Restriction]
    public let attributes: [AttributeMapping]
  }

  /// A property that must have one of some values.
  public struct Restriction: Sendable {
    public let path: PropertyPath
    public let values: [String]
    /// Whether the restriction also holds where nobody set the property.
    public let orUnset: Bool
  }
}

/// Where the value of a Terraform attribute comes from.
public struct AttributeMapping: Sendable {
  public let name: String
  public let source: Source
  public let transform: Transform?
  /// A property whose text follows after a slash.
  public let beside: PropertyPath?
  /// What CloudFormation does where nobody sets the property.
  public let standard: Standard?
  public let unset: Unset

  public indirect enum Source: Sendable {
    /// The first of these properties that is set.
    case property([PropertyPath])
    /// What other resources call this one: nil for `Ref`, else an attribute of `Fn::GetAtt`.
    case own(String?)
    case constant(Constant)
    /// Blocks made of an object, or of each object of a list.
    case blocks(PropertyPath, [AttributeMapping])
  }

  public indirect enum Constant: Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([Constant])
    case map([(name: String, value: Constant)])
  }

  public enum Transform: Sendable {
    /// Other values for these, the rest as it is.
    case values([(from: String, to: Constant)])
    /// The opposite of a truth value.
    case not
    case lower
    /// Whether the property is there.
    case present
    /// Another text before it.
    case prefix(String)
    /// A document whose members begin with a small letter, as the API has them; these members are truth values.
    case camel(truths: [String])
    /// A policy of which the property is the only statement.
    case statement
    /// A dynamic reference counts as if nobody had set the property: the value is kept nowhere.
    case kept
  }

  /// A default with the page that says so.
  public struct Standard: Sendable {
    public let value: Constant
    public let source: String
    public let because: String
  }

  public enum Unset: Sendable {
    /// As an argument that nobody set.
    case plain
    /// Nobody knows what then happens.
    case unknown
    /// The service writes this; unless a resource of the type is in the stack, which may change it.
    case constant(Constant, unless: String?)

    var exception: String? { if case .constant(_, let unless) = self { unless } else { nil } }
  }
}
