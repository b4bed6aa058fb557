import Policies

/// Resource types for which policies are looked for, with the categories that have one of them.
struct WantedTypes {
  private let types: Set<String>
  private var known: PolicyStore.TypeSelection

  /// - Parameter library: whose categories count; nil for none.
  init(_ types: Set<String>, in library: PolicyLibrary? = nil) {
    self.types = types
    known = PolicyStore.TypeSelection(types)
    let categories = library?.categoryFiles.filter { isNamed(by: $0) } ?? []
    for category in categories { known.insert("@\(category.name)") }
  }

  /// Whether a file names one of the types or, if it is the binary's, one of the categories.
  func isNamed(by file: PolicyFile) -> Bool {
    if let entry = file.entry { return entry.isAbout(known) }
    return file.types.contains { types.contains($0) }
  }
}
