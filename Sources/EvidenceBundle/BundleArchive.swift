import Diagnostics
import ZipArchive

/// Puts a bundle together.
public enum BundleArchive {
  /// - Parameters:
  ///   - signer: signs the manifest; nil leaves the bundle unsigned.
  /// - Throws: a diagnostic if the archive would be larger than ZIP allows, or the key cannot sign.
  public static func make(_ contents: BundleContents, signer: SigningKey? = nil) throws(Diagnostic) -> [UInt8] {
    let members = contents.members()
    let manifest = BundleMember(
      path: BundlePath.manifest,
      bytes: BundleManifest.encode(contents.assessment, contents.provenance, members.map(\.entry)))
    var files = [(manifest.path, manifest.packed)] + members.map { ($0.entry.path, $0.packed) }
    if let signer {
      let statement = TestResultStatement.encode(contents.assessment, manifest: manifest.bytes)
      let envelope = BundleMember(
        path: BundlePath.envelope, bytes: try DSSEEnvelope.sign(statement, with: signer).encoded())
      files.append((envelope.path, envelope.packed))
    }
    return try pack(files)
  }

  /// An archive of packed members, in the order given.
  static func pack(_ files: [(path: String, file: PackedFile)]) throws(Diagnostic) -> [UInt8] {
    var archive = ZipWriter()
    for (path, file) in files {
      do throws(ZipError) {
        try archive.add(path, file)
      } catch {
        throw Diagnostic(
          .error, "the bundle cannot be written: it \(error.message)",
          help: "assess fewer inputs at a time, and make a bundle of each")
      }
    }
    return archive.finish()
  }
}
