import EvidenceBundle

/// Which CI run this is, from the variables that CI systems set.
enum PipelineFacts {
  private struct System {
    let name: String
    /// The variable that is set in its runs and nowhere else.
    let mark: String
    let run: String
    let url: @Sendable () -> String?
    let actor: String?
  }

  private static func value(_ name: String) -> String? { MachineFacts.variable(name) }

  private static let systems = [
    System(
      name: "GitHub Actions", mark: "GITHUB_ACTIONS", run: "GITHUB_RUN_ID",
      url: {
        guard let server = value("GITHUB_SERVER_URL"), let repository = value("GITHUB_REPOSITORY"),
          let run = value("GITHUB_RUN_ID")
        else { return nil }
        return "\(server)/\(repository)/actions/runs/\(run)"
      }, actor: "GITHUB_ACTOR"),
    System(
      name: "GitLab CI", mark: "GITLAB_CI", run: "CI_JOB_ID", url: { value("CI_JOB_URL") }, actor: "GITLAB_USER_LOGIN"),
    System(
      name: "Azure Pipelines", mark: "TF_BUILD", run: "BUILD_BUILDID",
      url: {
        guard let server = value("SYSTEM_COLLECTIONURI"), let project = value("SYSTEM_TEAMPROJECT"),
          let build = value("BUILD_BUILDID")
        else { return nil }
        return "\(server)\(project)/_build/results?buildId=\(build)"
      }, actor: "BUILD_REQUESTEDFOR"),
    System(
      name: "Buildkite", mark: "BUILDKITE", run: "BUILDKITE_BUILD_NUMBER", url: { value("BUILDKITE_BUILD_URL") },
      actor: "BUILDKITE_BUILD_CREATOR"),
    System(
      name: "CircleCI", mark: "CIRCLECI", run: "CIRCLE_BUILD_NUM", url: { value("CIRCLE_BUILD_URL") },
      actor: "CIRCLE_USERNAME"),
    System(
      name: "Jenkins", mark: "JENKINS_URL", run: "BUILD_TAG", url: { value("BUILD_URL") }, actor: "BUILD_USER_ID"),
    // Hooks of agents run in it (developer.hashicorp.com/terraform/cloud-docs/agents/hooks).
    System(name: "HCP Terraform", mark: "TFC_RUN_ID", run: "TFC_RUN_ID", url: { nil }, actor: nil),
  ]

  private static var system: System? { systems.first { value($0.mark) != nil } }

  /// The system that this run is in, nil outside any.
  static var systemName: String? { system?.name }

  static var current: Provenance.Pipeline? {
    guard let system, let run = value(system.run) else { return nil }
    return Provenance.Pipeline(
      system: system.name, run: run, url: system.url().map(MachineFacts.withoutCredentials),
      actor: system.actor.flatMap(value))
  }
}
