import Diagnostics
import ZipArchive

extension BundleArchive {
  /// The same bundle with a time stamp in it.
  ///
  /// - Parameter token: an authority's response over the bundle's envelope or, if it is not signed, its manifest.
  /// - Throws: a diagnostic if the token is over something else, or there is one already.
  public static func adding(timeStamp token: [UInt8], to bundle: OpenedBundle) throws(Diagnostic) -> [UInt8] {
    guard bundle.contents[BundlePath.timeStamp] == nil else {
      throw Diagnostic(.error, "has a time stamp already", at: SourceLocation(file: bundle.name))
    }
    _ = try TimeStampToken(token).check(bundle.contents)
    var files: [(path: String, file: PackedFile)] = []
    for entry in bundle.archive.entries {
      guard let packed = try? bundle.archive.packed(entry) else { continue }
      files.append((entry.name, packed))
    }
    files.append((BundlePath.timeStamp, BundleMember(path: BundlePath.timeStamp, bytes: token).packed))
    return try pack(files)
  }
}
