import Glibc

/// A working directory, with `.terraform/modules/modules.json` where `terraform init` has run.
public struct DirectoryStorage: ConfigurationStorage {
  private let root: String
  private let maxFileBytes: Int

  /// Takes the directory of the root module.
  public init(root: String, maxFileBytes: Int = 16 << 20) {
    self.root = root
    self.maxFileBytes = maxFileBytes
  }

  /// `.terraform/modules/modules.json`
  public var manifest: [UInt8]? { try? read("\(root)/.terraform/modules/modules.json") }

  public func files(ofModule key: String, directory: String) throws(ConfigurationDiagnostic) -> [StoredFile] {
    let path = directory.hasPrefix("/") ? directory : "\(root)/\(directory)"
    var files: [StoredFile] = []
    for name in try names(in: path).sorted() where isConfigurationFile(name) {
      files.append(StoredFile(name: name, bytes: try read("\(path)/\(name)")))
    }
    return files
  }

  private func names(in directory: String) throws(ConfigurationDiagnostic) -> [String] {
    guard let stream = opendir(directory) else { throw problem(directory) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      names.append(name)
    }
    return names
  }

  /// Reads a regular file; anything else, a pipe say, could block.
  private func read(_ path: String) throws(ConfigurationDiagnostic) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw problem(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw problem(path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw ConfigurationDiagnostic("\(path) is not a regular file") }
    guard status.st_size <= maxFileBytes else {
      throw ConfigurationDiagnostic("\(path) is larger than \(maxFileBytes) bytes")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
      }
      guard got >= 0 else { throw problem(path) }
      if got == 0 { break }
      count += got
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  private func problem(_ path: String) -> ConfigurationDiagnostic {
    ConfigurationDiagnostic("cannot read \(path): \(String(cString: strerror(errno)))")
  }
}
