import Network

/// A prefix written out in the code of a test.
package func prefix(_ text: String) -> Prefix {
  guard let prefix = try? Prefix(parsing: text) else { preconditionFailure("\(text) in a test is no prefix") }
  return prefix
}
