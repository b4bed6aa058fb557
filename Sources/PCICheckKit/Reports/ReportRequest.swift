import Diagnostics

/// One report of a run: a format, and where it goes.
public struct ReportRequest: Hashable, Sendable {
  public enum Destination: Hashable, Sendable {
    case standardOutput
    /// Into the log of a CI run: after the report for people on standard output, or, where a program reads that, on
    /// standard error.
    case log
    /// A file, which is replaced.
    case file(String)
    /// A file that others write to as well.
    case endOfFile(String)
  }

  /// The name that stands for the formats which the CI system reads that the run is in.
  public static let automatic = "auto"

  public let format: String
  public let destination: Destination

  public init(_ format: String, to destination: Destination) {
    self.format = format
    self.destination = destination
  }

  /// A format and a path as `--report` and the configuration's `outputs` have them.
  struct Wish {
    let format: String
    /// Nil if none is given.
    let path: String?
    /// Where it is written, for the configuration's.
    let location: SourceLocation?

    init(format: String, path: String?, location: SourceLocation? = nil) {
      self.format = format
      self.path = path
      self.location = location
    }

    /// `FORMAT=PATH`, or `FORMAT` for standard output.
    init(argument: String) throws(Diagnostic) {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let format = parts.first, !format.isEmpty, parts.last?.isEmpty == false else {
        throw Diagnostic(
          .error, "`--report \(safeText(argument, limit: 100))` is no FORMAT=PATH",
          help: "write for example --report sarif=pcicheck.sarif, or --report json=- for standard output")
      }
      self.init(format: format, path: parts.count > 1 ? parts[1] : nil)
    }

    var destination: Destination {
      guard let path, path != "-" else { return .standardOutput }
      return .file(path)
    }

    /// - Throws: a diagnostic for a format that there is not.
    func check(_ names: [String]) throws(Diagnostic) {
      let known = names + [ReportRequest.automatic]
      guard !known.contains(format) else { return }
      let guess = nearestName(to: format, among: known).map { "did you mean `\($0)`? " } ?? ""
      throw Diagnostic(
        .error, "there is no report format `\(safeText(format, limit: 100))`", at: location,
        help: "\(guess)the formats are \(known.joined(separator: ", "))")
    }
  }
}
