/// What kind of text or archive an input is, judged by its content.
public enum DocumentSyntax: Sendable, Equatable {
  case json
  case yaml
  /// A ZIP archive: what `terraform plan -out` writes.
  case zip
}

/// Judges the syntax of an input by its first bytes; a name says nothing.
public func detectSyntax(_ bytes: [UInt8]) -> DocumentSyntax {
  if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .zip }
  let first = bytes.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
  switch first {
  case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""): return .json
  default: return .yaml
  }
}
