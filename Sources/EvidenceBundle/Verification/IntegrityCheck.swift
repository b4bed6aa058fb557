import Diagnostics
import ZipArchive

/// Holds an archive against its manifest: every member there, none more, in order, with the digests it should have.
struct IntegrityCheck {
  private let bundle: OpenedBundle

  init(_ bundle: OpenedBundle) { self.bundle = bundle }

  /// What does not hold, each a sentence; empty if all does.
  ///
  /// - Throws: a diagnostic for a manifest that cannot be read.
  func problems() throws(Diagnostic) -> [String] {
    let manifest = try bundle.manifest()
    var problems: [String] = []
    do throws(ZipError) {
      if try !bundle.archive.isCanonical() { problems.append("the archive is not as pcicheck writes archives") }
    } catch {
      problems.append("the archive \(error.message)")
    }
    let names = bundle.archive.entries.map(\.name)
    let listed = manifest.members.map(\.path)
    problems += membership(names, listed)
    if problems.isEmpty {
      let unlisted = [BundlePath.envelope, BundlePath.timeStamp].filter { names.contains($0) }
      if names != [BundlePath.manifest] + listed + unlisted { problems.append("the members are in another order") }
    }
    for entry in manifest.members { problems += digests(entry) }
    return problems
  }

  private func membership(_ names: [String], _ listed: [String]) -> [String] {
    var problems: [String] = []
    var seen: Set<String> = []
    for path in listed {
      if !seen.insert(path).inserted { problems.append("the manifest lists \(shown(path)) twice") }
      if BundlePath.unlisted.contains(path) { problems.append("the manifest lists \(shown(path)), which it cannot") }
    }
    let known = Set(listed).union(BundlePath.unlisted)
    for name in names where !known.contains(name) {
      problems.append("\(shown(name)) was added: the manifest has no such member")
    }
    return problems
  }

  private func digests(_ entry: BundleManifest.Entry) -> [String] {
    guard let bytes = bundle.contents[entry.path],
      let record = bundle.archive.entries.first(where: { $0.name == entry.path })
    else { return ["\(shown(entry.path)) is missing"] }
    guard bytes.count == entry.size, sha256Hex(bytes) == entry.sha256 else {
      return ["\(shown(entry.path)) was changed: its digest is not the manifest's"]
    }
    guard let packed = try? bundle.archive.packed(record), sha256Hex(packed.bytes) == entry.packedSHA256 else {
      return ["\(shown(entry.path)) was packed again"]
    }
    return []
  }

  private func shown(_ path: String) -> String { "`\(safeText(path, limit: 200))`" }
}
