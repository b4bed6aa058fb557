/// Decodes what AWS accepts as a string or as a list of strings.
enum StringList {
  /// - Parameter acceptsScalars: whether numbers and booleans count as the strings that they look like, as they do
  ///   in condition values.
  static func decode(
    _ value: PolicyValue, acceptsScalars: Bool = false, path: String
  ) throws(PolicyError) -> (texts: [String], unknown: [String]) {
    var texts: [String] = []
    var unknown: [String] = []
    let elements: [PolicyValue]
    if case .list(let list) = value { elements = list } else { elements = [value] }
    for (index, element) in elements.enumerated() {
      switch element {
      case .string(let text): texts.append(text)
      case .number(let text) where acceptsScalars: texts.append(text)
      case .bool(let bool) where acceptsScalars: texts.append(bool ? "true" : "false")
      case .unknown(let reason): unknown.append(reason)
      default:
        let place = elements.count == 1 ? path : "\(path)[\(index)]"
        throw PolicyError("a string is expected, not \(element.kind)", path: place)
      }
    }
    return (texts, unknown)
  }
}
