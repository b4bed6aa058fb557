extension String {
  /// Whether only the very same text is equal to it: Swift takes composed and decomposed letters for the same, CEL does not.
  var isItsOwnSpelling: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
