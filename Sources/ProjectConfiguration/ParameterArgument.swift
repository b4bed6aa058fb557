import Diagnostics
import Documents
import Rules
import Values

extension ParameterSetting {
  /// Reads a parameter as the command line has it: `rule-id.parameter=value`, the value written as in the file.
  ///
  /// - Throws: a diagnostic for a text of another form.
  public init(argument: String) throws(Diagnostic) {
    let place = SourceLocation(file: "--parameter")
    let expected = "expected `rule-id.parameter=value`, such as `aws-rds-backup.days=35`"
    guard let equals = argument.firstIndex(of: "="), let dot = argument[..<equals].lastIndex(of: "."),
      dot != argument.startIndex, argument.index(after: dot) != equals
    else {
      throw Diagnostic(.error, "`\(safeText(argument, limit: 100))` sets no parameter", at: place, help: expected)
    }
    let text = argument[argument.index(after: equals)...]
    guard !text.allSatisfy(\.isWhitespace), !text.contains(where: \.isNewline) else {
      throw Diagnostic(.error, "`\(safeText(argument, limit: 100))` has no value", at: place, help: expected)
    }
    var builder = ValueArenaBuilder()
    let roots = try YAMLReader.read(
      InputDocument(name: place.file, bytes: Array("value: \(text)".utf8)), into: &builder)
    guard roots.count == 1, let root = roots.first else {
      throw Diagnostic(.error, "`\(safeText(argument, limit: 100))` has no value", at: place, help: expected)
    }
    let record = try RecordReader(builder.build(), root, file: place.file, what: "parameter")
    self.init(
      rule: String(argument[..<dot]), name: String(argument[argument.index(after: dot)..<equals]),
      value: try ParameterValue.decode(record, try record.required("value")), location: place)
  }
}
