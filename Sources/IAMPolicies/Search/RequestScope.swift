/// The requests that a question is about.
struct RequestScope {
  var principal: RequestPrincipal
  /// Requests for an action that one of these matches; small letters.
  var actions: [Glob]
  /// Requests for a resource that one of these matches.
  var resources: [Glob]
  var assumptions = ContextAssumptions()

  init(
    principal: RequestPrincipal, actions: [String] = ["*"], resources: [String] = ["*"],
    assumptions: ContextAssumptions = ContextAssumptions()
  ) {
    self.principal = principal
    self.actions = actions.map { Glob.wildcards($0.lowercased()) }
    self.resources = resources.map { Glob.wildcards($0) }
    self.assumptions = assumptions
  }
}
