extension PolicyDocument {
  /// Decodes a policy from JSON text.
  ///
  /// As strict as AWS: unknown and repeated elements are refused, names of elements are case-sensitive; as lenient as
  /// AWS: a single statement, action, resource or value needs no list, condition values may be numbers and booleans.
  public init(json: String, limits: PolicyLimits = PolicyLimits()) throws(PolicyError) {
    try self.init(utf8: Array(json.utf8), limits: limits)
  }

  /// Decodes a policy from the bytes of JSON text.
  public init(utf8: [UInt8], limits: PolicyLimits = PolicyLimits()) throws(PolicyError) {
    try self.init(value: try JSONReader.read(utf8, limits: limits))
  }

  /// Decodes a policy from a tree, of which any part may be unknown.
  public init(value: PolicyValue) throws(PolicyError) {
    self = try DocumentDecoder.document(value)
  }
}
