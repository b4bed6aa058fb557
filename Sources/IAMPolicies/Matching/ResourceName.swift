/// An Amazon Resource Name, taken apart (IAM User Guide, "Amazon Resource Names").
struct ResourceName: Hashable, Sendable {
  let partition: String
  let service: String
  let region: String
  let account: String
  /// Everything after the fifth colon.
  let resource: String

  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, parts[0] == "arn" else { return nil }
    (partition, service, region, account, resource) = (parts[1], parts[2], parts[3], parts[4], parts[5])
  }

  /// The last part of a path: the name of a role without its path.
  var lastComponent: String { resource.split(separator: "/").last.map(String.init) ?? resource }

  static func isAccount(_ text: String) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
