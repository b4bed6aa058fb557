import Reporting

/// Who made a bundle, when, with what, from what: facts that the assessment does not know.
public struct Provenance: Sendable {
  public let created: Instant
  /// Where the time is from: `machine`, or `SOURCE_DATE_EPOCH`.
  public let clock: String
  /// The machine's time zone: `+01:00 (CET)`.
  public let timeZone: String
  public let user: String?
  public let host: String?
  public let toolVersion: String
  public let binarySHA256: String?
  public let packs: [Pack]
  public let configuration: Configuration?
  /// Parameters that are in force and not the rules' own, by `rule.parameter`, as JSON.
  public let parameters: [(name: String, json: String)]
  /// What the run was told beside its inputs, as needed to run it again.
  public let run: RunOptions
  public let git: Git?
  public let pipeline: Pipeline?

  /// A collection of policies.
  public struct Pack: Sendable, Equatable {
    public let id: String
    public let version: String
    public let sha256: String

    public init(id: String, version: String, sha256: String) {
      self.id = id
      self.version = version
      self.sha256 = sha256
    }
  }

  public struct Configuration: Sendable, Equatable {
    public let path: String
    public let sha256: String

    public init(path: String, sha256: String) {
      self.path = path
      self.sha256 = sha256
    }
  }

  public struct RunOptions: Sendable, Equatable {
    public let allowsIncomplete: Bool

    public init(allowsIncomplete: Bool) { self.allowsIncomplete = allowsIncomplete }
  }

  public struct Git: Sendable, Equatable {
    public let commit: String
    public let remote: String?

    public init(commit: String, remote: String?) {
      self.commit = commit
      self.remote = remote
    }
  }

  /// The CI run.
  public struct Pipeline: Sendable, Equatable {
    public let system: String
    public let run: String
    public let url: String?
    public let actor: String?

    public init(system: String, run: String, url: String?, actor: String?) {
      self.system = system
      self.run = run
      self.url = url
      self.actor = actor
    }
  }

  public init(
    created: Instant, clock: String, timeZone: String, user: String?, host: String?, toolVersion: String,
    binarySHA256: String?, packs: [Pack], configuration: Configuration?, parameters: [(name: String, json: String)],
    run: RunOptions, git: Git?, pipeline: Pipeline?
  ) {
    self.created = created
    self.clock = clock
    self.timeZone = timeZone
    self.user = user
    self.host = host
    self.toolVersion = toolVersion
    self.binarySHA256 = binarySHA256
    self.packs = packs
    self.configuration = configuration
    self.parameters = parameters
    self.run = run
    self.git = git
    self.pipeline = pipeline
  }
}
