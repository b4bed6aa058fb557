/// The attributes of a body being parsed, names unique.
struct AttributeList {
  private(set) var all: [Attribute] = []
  /// The names, once there are too many to compare one by one.
  private var names: Set<String> = []

  private static let comparedOneByOne = 32

  /// - Returns: false for a name that is there already; the attribute is then left out.
  mutating func append(_ attribute: Attribute) -> Bool {
    if all.count < Self.comparedOneByOne {
      if all.contains(where: { $0.name == attribute.name }) { return false }
    } else {
      if names.isEmpty { names = Set(all.map(\.name)) }
      guard names.insert(attribute.name).inserted else { return false }
    }
    all.append(attribute)
    return true
  }
}
