import Synchronization

/// Follows attributes of planned resource instances to what their values come from, through everything that a plan's
/// JSON hides: locals, conditions, functions, loops, module inputs and outputs.
///
/// It may be asked from several threads; questions are answered one after the other and share what was evaluated.
public final class ConfigurationResolver: Sendable {
  /// The configuration asked about.
  public let configuration: Configuration
  private let resolution: Mutex<Resolution>

  public init(configuration: Configuration) {
    self.configuration = configuration
    resolution = Mutex(Resolution(configuration: configuration, facts: NoFacts()))
  }

  /// The attributes that an attribute's value comes from.
  ///
  /// - Parameters:
  ///   - instance: whose attribute.
  ///   - path: which attribute. Nested blocks are named by their type; without an index all of them are meant.
  ///   - following: whether sources of the sources are wanted too, so that `aws_security_group.a.vpc_id` also leads to
  ///     the network; those between stay in the answer.
  ///   - facts: what the plan says; the more it says, the fewer sources are only possible. They must be of the same plan
  ///     each time, and are not kept: they may hold all its values.
  public func sources(
    of instance: InstanceAddress, path: [PathStep], following: Bool = true, facts: some PlanFacts
  ) -> AttributeSources {
    resolution.withLock { resolution in
      resolution.use(facts)
      defer { resolution.use(NoFacts()) }
      return resolution.sources(of: instance, path: path, following: following)
    }
  }
}
