import Assessments
import Diagnostics
import Documents
import Reporting

extension PCICheck {
  /// The longest line of a stream; larger plans are given by path.
  public static let streamLineLimit = 1 << 30

  /// Checks one input for each line of a file, and says of each what came of it, in the order of the lines.
  ///
  /// A line that cannot be assessed does not stop the rest. Nothing of one line is kept for the next.
  ///
  /// - Parameters:
  ///   - path: a file of lines, or `-` for standard input.
  ///   - write: takes one line of output, a JSON object and a line feed; what it throws ends the stream.
  /// - Returns: the gravest exit status of all lines; passed if there are none.
  /// - Throws: a diagnostic if the lines cannot be read (on).
  public func stream(_ path: String, write: ([UInt8]) throws(Diagnostic) -> Void) throws(Diagnostic) -> ExitStatus {
    var lines = try LineReader(path, limit: Self.streamLineLimit)
    var status = ExitStatus.passed
    var number = 0
    while let line = try lines.next() {
      number += 1
      guard let answer = answer(to: line, at: SourceLocation(file: path, line: number)) else { continue }
      status = max(status, answer.status)
      try write(answer.bytes)
    }
    return status
  }

  /// - Returns: nil for a line with nothing in it.
  private func answer(to line: LineReader.Line, at location: SourceLocation) -> (status: ExitStatus, bytes: [UInt8])? {
    var id: String?
    do throws(Diagnostic) {
      guard case .text(let bytes) = line else {
        throw Diagnostic(
          .error, "is longer than \(Self.streamLineLimit >> 20) MB", at: location,
          help: #"give such a plan by its path: {"path": "plan.json"}"#)
      }
      guard !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) else { return nil }
      let request = try StreamRequest.decode(bytes, at: location, with: options.reader, id: &id)
      let result = try run(request, bytes, at: location)
      return (result.exitStatus, StreamAnswer.assessed(id, location, reportValue(of: result)).line)
    } catch {
      return (.notAssessed, StreamAnswer.refused(id, location, error).line)
    }
  }

  private func run(_ request: StreamRequest, _ line: [UInt8], at location: SourceLocation) throws(Diagnostic) -> Result
  {
    switch request.input {
    case .path(let path): return try run(.paths([path]))
    case .plan(let document):
      do throws(Diagnostic) {
        return try run(.document(document))
      } catch {
        throw error.moved(from: document.name, to: location, by: request.planOffset, in: line)
      }
    }
  }
}
