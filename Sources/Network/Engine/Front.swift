/// A proxy: what is accepted at one endpoint is sent on from another.
struct Front: Sendable {
  struct Target: Sendable {
    let element: Element
    /// Nil: any endpoint.
    let endpoint: Int?
    let acceptance: Acceptance
  }

  struct Listener: Sendable {
    let acceptance: Acceptance
    let targets: [Target]
  }

  let element: Element
  let kind: PathKind
  /// Where clients connect to.
  let entrance: Int
  /// Where connections to targets come from.
  let exit: Int
  let listeners: [Listener]
  let preservesClientAddress: Fact<Bool>
  let isAccepted: Fact<Bool>
}
