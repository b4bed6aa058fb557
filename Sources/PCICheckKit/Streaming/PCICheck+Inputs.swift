import Diagnostics
import Documents
import Reporting

extension PCICheck {
  /// What a run reads.
  enum Inputs {
    case paths([String])
    /// A document that is in memory already.
    case document(InputDocument)
  }

  /// Assesses inputs.
  ///
  /// - Parameter stage: is told what the run has come to.
  /// - Throws: a diagnostic if an input or a rule cannot be used; then nothing is assessed.
  public func run(_ paths: [String], stage: (Stage) -> Void = { _ in }) throws(Diagnostic) -> Result {
    try run(.paths(paths), stage: stage)
  }

  /// Assesses one document that is in memory: a plan, state or manifests.
  ///
  /// - Throws: a diagnostic if it or a rule cannot be used; then nothing is assessed.
  public func run(document: InputDocument) throws(Diagnostic) -> Result { try run(.document(document)) }

  /// What writes the JSON report on a result as a value of a larger text.
  func reportValue(of result: Result) -> (status: ExitStatus, write: (inout JSONWriter) -> Void) {
    let reportOptions = reportOptions(result, color: false, width: 100, verbose: true)
    return (result.exitStatus, { JSONReport.write(result.assessment, reportOptions, to: &$0) })
  }
}

extension InputLoader {
  func load(_ inputs: PCICheck.Inputs) throws(Diagnostic) -> Result {
    switch inputs {
    case .paths(let paths): return try load(paths)
    case .document(let document): return try load(document)
    }
  }
}
