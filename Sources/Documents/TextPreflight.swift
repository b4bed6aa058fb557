import Diagnostics

/// Refuses what no reader should have to judge: nothing at all, other encodings, NUL bytes.
///
/// Jansson 2.14 accepts a raw NUL after a number, so NUL is refused before it reads.
func checkText(_ document: InputDocument) throws(Diagnostic) {
  let location = SourceLocation(file: document.name)
  let bytes = document.bytes
  if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
    throw Diagnostic(
      .error, "is empty, expected a Terraform plan (JSON) or a manifest (YAML)", at: location,
      help:
        "write the plan with `terraform show -json tfplan > plan.json`; an empty file often means that command failed")
  }
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    throw Diagnostic(
      .error, "is UTF-16 text, expected UTF-8", at: location,
      help: "PowerShell's `>` writes UTF-16; use `terraform show -json tfplan | Out-File -Encoding utf8NoBOM plan.json`"
    )
  }
  if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
    throw Diagnostic(
      .error, "starts with a byte-order mark, expected plain UTF-8",
      at: SourceLocation(file: document.name, line: 1, column: 1),
      help: "save the file as UTF-8 without BOM")
  }
  if let offset = bytes.offset(of: 0) {
    let (line, column) = lineAndColumn(of: offset, in: bytes)
    throw Diagnostic(
      .error, "contains a NUL byte, expected text", at: SourceLocation(file: document.name, line: line, column: column))
  }
}

/// Line and column (in Unicode scalars), both from 1, of a byte offset.
public func lineAndColumn(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
  var line = 1
  var column = 1
  for byte in bytes[..<min(offset, bytes.count)] {
    if byte == 0x0A {
      line += 1
      column = 1
    } else if byte & 0xC0 != 0x80 {
      column += 1
    }
  }
  return (line, column)
}
