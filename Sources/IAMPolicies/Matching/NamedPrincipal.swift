/// What the identifier of an `AWS` principal names.
enum NamedPrincipal: Hashable {
  /// An account as a whole: its number, or the ARN of its root.
  case account(String)
  case member(ResourceName)
  /// A unique id (`AROA...`) or something else that names no account.
  case opaque

  init(_ identifier: String) {
    if ResourceName.isAccount(identifier) {
      self = .account(identifier)
    } else if let arn = ResourceName(identifier) {
      self = arn.resource == "root" && ResourceName.isAccount(arn.account) ? .account(arn.account) : .member(arn)
    } else {
      self = .opaque
    }
  }

  /// The account's number; nil if the identifier does not say it.
  var account: String? {
    switch self {
    case .account(let account): account
    case .member(let arn): ResourceName.isAccount(arn.account) ? arn.account : nil
    case .opaque: nil
    }
  }
}
