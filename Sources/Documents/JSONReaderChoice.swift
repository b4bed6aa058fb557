/// Which reader reads JSON. Both accept the same texts and build the same values.
public enum JSONReaderChoice: String, Sendable, CaseIterable {
  /// The one-pass reader, which hands over to Jansson whatever is out of the ordinary.
  case fast
  /// Jansson alone, the reader of record.
  case jansson
}
