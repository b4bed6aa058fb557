/// What a plan does to one resource, those that it takes away included.
public struct PlannedChange: Hashable, Sendable {
  public enum Action: String, Hashable, Sendable {
    case none = "no-op"
    case create, update, replace, delete, read
    /// Terraform no longer manages the resource, which stays.
    case forget
  }

  public let address: String
  public let type: String
  public let action: Action

  public init(address: String, type: String, action: Action) {
    self.address = address
    self.type = type
    self.action = action
  }
}
