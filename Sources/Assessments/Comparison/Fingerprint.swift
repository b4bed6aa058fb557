import ResourceGraph

/// Names findings so that they are recognised in later runs: by rule and address, whatever else is in the inputs and in
/// whatever order.
public struct Fingerprint: Sendable {
  private let digest: @Sendable ([UInt8]) -> String
  /// Addresses that resources of several inputs have, for which the input's name tells them apart.
  private let shared: Set<String>

  /// - Parameter digest: a digest that nobody can find two texts for, in hexadecimal.
  public init(_ graph: ResourceGraph, digest: @escaping @Sendable ([UInt8]) -> String) {
    self.digest = digest
    guard graph.documents.count > 1 else {
      shared = []
      return
    }
    var documents: [String: Int] = [:]
    var shared: Set<String> = []
    for resource in graph.resources {
      if let other = documents[resource.address], other != resource.origin.document { shared.insert(resource.address) }
      documents[resource.address] = resource.origin.document
    }
    self.shared = shared
  }

  public func text(rule: String, address: String, input: String?) -> String {
    let qualifier = shared.contains(address) ? input ?? "" : ""
    // The parts are counted, so that no part can pass for another.
    let parts = ["pcicheck-finding-1", rule, address, qualifier].map { "\($0.utf8.count):\($0)" }
    return String(digest(Array(parts.joined().utf8)).prefix(32))
  }
}
