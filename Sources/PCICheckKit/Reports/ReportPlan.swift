import Diagnostics
import Reporting

/// The reports of a run, decided before anything is assessed.
public struct ReportPlan: Sendable {
  public let requests: [ReportRequest]
  /// Things to know about the choice.
  public let notes: [Diagnostic]

  /// - Parameters:
  ///   - format: what `--format` says; nil if it is not given.
  ///   - output: what `--output` says.
  ///   - reports: what each `--report` says; the configuration's outputs count only without any.
  /// - Throws: a diagnostic for a format that there is not, and for two reports in one place.
  public init(format: String?, output: String?, reports: [String], configuration: EffectiveConfiguration)
    throws(Diagnostic)
  {
    try self.init(
      format: format, output: output, reports: reports, configuration: configuration,
      pipeline: AutomaticReports.current)
  }

  init(
    format: String?, output: String?, reports: [String], configuration: EffectiveConfiguration,
    pipeline: AutomaticReports?
  ) throws(Diagnostic) {
    var wishes: [ReportRequest.Wish] = []
    for report in reports { wishes.append(try ReportRequest.Wish(argument: report)) }
    if reports.isEmpty { wishes = configuration.reportWishes }
    var places = TakenPlaces()
    var requests: [ReportRequest] = []
    if format != nil || output != nil {
      let main = ReportRequest.Wish(format: format ?? PCICheck.formatNames[0], path: output)
      try main.check(PCICheck.formatNames)
      try places.take(main.destination, nil)
      requests.append(ReportRequest(main.format, to: main.destination))
    }
    for wish in wishes {
      try wish.check(PCICheck.formatNames)
      guard wish.format != ReportRequest.automatic else { continue }
      // The command line beats the file: what it sends to standard output replaces what the file sends there.
      if wish.location != nil, wish.destination == .standardOutput, places.has(.standardOutput) { continue }
      try places.take(wish.destination, wish.location)
      requests.append(ReportRequest(wish.format, to: wish.destination))
    }
    var notes: [Diagnostic] = []
    for wish in wishes where wish.format == ReportRequest.automatic {
      guard let pipeline else {
        notes.append(Self.outsidePipelines(wish.location))
        continue
      }
      for request in pipeline.requests(in: wish.path) {
        // Who names a format says where it goes.
        guard !requests.contains(where: { $0.format == request.format }) else { continue }
        try places.take(request.destination, wish.location)
        requests.append(request)
      }
    }
    if !places.has(.standardOutput), format == nil, output == nil {
      requests.insert(ReportRequest(PCICheck.formatNames[0], to: .standardOutput), at: 0)
    }
    self.requests = requests
    self.notes = notes
  }

  private static func outsidePipelines(_ location: SourceLocation?) -> Diagnostic {
    Diagnostic(
      .note, "no CI system is recognised, so `auto` writes no report", at: location,
      help:
        "the systems are \(AutomaticReports.systemNames.joined(separator: ", ")); elsewhere use --report FORMAT=PATH")
  }

  /// The evidence that the reports show together.
  public func evidence(verbose: Bool) -> PCICheck.EvidenceDemand {
    var perRule = 0
    for request in requests {
      switch PCICheck.evidence(shownBy: request.format, verbose: verbose) {
      case .all: return .all
      case .findings(let count): perRule = max(perRule, count)
      }
    }
    return .findings(perRule: perRule)
  }

  /// Whether a report shows the digests of inputs and rules.
  public var showsDigests: Bool { requests.contains { PCICheck.showsDigests($0.format) } }

  /// What the reports need the run to keep.
  public var detail: PCICheck.Detail {
    requests.map { PCICheck.detail(ofFormat: $0.format) }.max() ?? .verdicts
  }
}

/// Where reports go, each place once.
private struct TakenPlaces {
  private var places: Set<ReportRequest.Destination> = []

  func has(_ place: ReportRequest.Destination) -> Bool { places.contains(place) }

  mutating func take(_ place: ReportRequest.Destination, _ location: SourceLocation?) throws(Diagnostic) {
    guard !places.insert(place).inserted, place != .log else { return }
    switch place {
    case .file(let path), .endOfFile(let path):
      throw Diagnostic(
        .error, "two reports go to `\(safeText(path, limit: 300))`", at: location, help: "give each a file of its own")
    case .standardOutput, .log:
      throw Diagnostic(
        .error, "two reports go to standard output", at: location,
        help: "give all but one a file: --report FORMAT=PATH")
    }
  }
}

extension EffectiveConfiguration {
  /// The file's outputs, their paths as seen from the working directory.
  var reportWishes: [ReportRequest.Wish] {
    outputs.map { output in
      let path = output.path.map { path in path.value == "-" ? "-" : file?.resolve(path.value) ?? path.value }
      return ReportRequest.Wish(format: output.format.value, path: path, location: output.format.location)
    }
  }
}
