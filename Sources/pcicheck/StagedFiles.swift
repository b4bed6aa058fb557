import Diagnostics
import Glibc

/// Files that are written together: all of them stand beside their places before the first takes its place, so that
/// what cannot be written leaves everything as it was.
struct StagedFiles {
  private enum Step {
    case replacement(temporary: String, path: String)
    /// What is no regular file (a device, a pipe) is written to as it is.
    case writing([UInt8], path: String)
    case appending([UInt8], path: String)
  }

  private var steps: [Step] = []

  /// Adds a file, or something else that can be written to.
  mutating func add(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
    try keepingOrder { staged throws(Diagnostic) in
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else {
        return try staged.stage(bytes, at: path, mode: 0o644, isDurable: false)
      }
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw Diagnostic(
          .error, "cannot be written: it is a folder", at: SourceLocation(file: path),
          help: "name a file in it")
      }
      staged.steps.append(.writing(bytes, path: path))
    }
  }

  /// Adds to the end of a file that others write to as well.
  mutating func append(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
    try keepingOrder { staged throws(Diagnostic) in
      let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw unwritable(SourceLocation(file: path)) }
      close(descriptor)
      staged.steps.append(.appending(bytes, path: path))
    }
  }

  /// Adds a file with other permissions than usual; what is at the path is replaced.
  ///
  /// - Parameter isDurable: whether it waits until the file would outlive a power cut.
  mutating func replace(_ bytes: [UInt8], at path: String, mode: mode_t, isDurable: Bool) throws(Diagnostic) {
    try keepingOrder { staged throws(Diagnostic) in
      try staged.stage(bytes, at: path, mode: mode, isDurable: isDurable)
    }
  }

  /// Puts all files in their places.
  mutating func commit() throws(Diagnostic) {
    for index in steps.indices {
      do throws(Diagnostic) {
        try Self.carryOut(steps[index])
      } catch {
        steps.removeFirst(index)
        discard()
        throw error
      }
    }
    steps = []
  }

  private static func carryOut(_ step: Step) throws(Diagnostic) {
    switch step {
    case .replacement(let temporary, let path):
      guard rename(temporary, path) == 0 else { throw unwritable(SourceLocation(file: path)) }
    case .writing(let bytes, let path): try write(bytes, to: path, O_WRONLY | O_CLOEXEC)
    case .appending(let bytes, let path): try write(bytes, to: path, O_WRONLY | O_APPEND | O_CLOEXEC)
    }
  }

  private static func write(_ bytes: [UInt8], to path: String, _ flags: Int32) throws(Diagnostic) {
    let descriptor = open(path, flags)
    guard descriptor >= 0 else { throw unwritable(SourceLocation(file: path)) }
    defer { close(descriptor) }
    guard writeAll(bytes, to: descriptor) else { throw unwritable(SourceLocation(file: path)) }
  }

  private mutating func stage(_ bytes: [UInt8], at path: String, mode: mode_t, isDurable: Bool) throws(Diagnostic) {
    // mkstemp makes the file for its owner alone, and nobody else's file can be taken for it.
    var template = Array("\(path).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw unwritable(SourceLocation(file: path)) }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let isWritten =
      writeAll(bytes, to: descriptor) && fchmod(descriptor, mode) == 0 && (!isDurable || fsync(descriptor) == 0)
    let problem = isWritten ? nil : unwritable(SourceLocation(file: path))
    guard close(descriptor) == 0, problem == nil else {
      let reason = problem ?? unwritable(SourceLocation(file: path))
      unlink(temporary)
      throw reason
    }
    steps.append(.replacement(temporary: temporary, path: path))
  }

  /// Leaves nothing behind if a further file cannot be written.
  private mutating func keepingOrder(_ body: (inout StagedFiles) throws(Diagnostic) -> Void) throws(Diagnostic) {
    do throws(Diagnostic) {
      try body(&self)
    } catch {
      discard()
      throw error
    }
  }

  /// Leaves everything as it was.
  mutating func discard() {
    for case .replacement(let temporary, _) in steps { unlink(temporary) }
    steps = []
  }
}
