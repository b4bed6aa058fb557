extension String {
  /// Whether all of it is ASCII. Of two such texts Swift says that they are equal only if they are the same; of others also
  /// if they look alike, which CEL does not.
  var isPlainASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
