import Diagnostics
import Glibc

/// Reads a whole file, or standard input for `-`.
///
/// - Parameter missing: what to do about a file that is not there.
/// - Throws: a diagnostic that says what the path is instead (missing, a directory, unreadable, too large).
public func readInput(
  _ path: String, limit: Int = defaultInputLimit, missing: String = planHelp
) throws(Diagnostic) -> InputDocument {
  let location = SourceLocation(file: path)
  if path == "-" {
    return InputDocument(name: "-", bytes: try readAll(0, location, sizeHint: 0, limit: limit, missing))
  }
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw unreadable(location, missing) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw unreadable(location, missing) }
  guard status.st_mode & S_IFMT != S_IFDIR else {
    throw Diagnostic(.error, "is a directory, expected a file", at: location)
  }
  let bytes = try readAll(descriptor, location, sizeHint: Int(status.st_size), limit: limit, missing)
  return InputDocument(name: path, bytes: bytes)
}

/// Larger inputs are refused: offsets into an arena have 32 bits.
public let defaultInputLimit = 3 << 30

/// What to do about a plan that is not there.
public let planHelp = "check the path; `terraform show -json tfplan > plan.json` makes a plan file"

func unreadable(_ location: SourceLocation, _ missing: String = planHelp) -> Diagnostic {
  let reason = String(cString: strerror(errno))
  let help = errno == ENOENT ? missing : nil
  return Diagnostic(.error, "cannot be read: \(reason.lowercased())", at: location, help: help)
}

private func readAll(
  _ descriptor: Int32, _ location: SourceLocation, sizeHint: Int, limit: Int, _ missing: String
) throws(Diagnostic) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(min(sizeHint + 1, limit))
  let chunk = 1 << 20
  while true {
    guard bytes.count <= limit else {
      throw Diagnostic(.error, "is larger than the limit of \(limit >> 20) MB", at: location)
    }
    let room = max(chunk, min(sizeHint - bytes.count + 1, limit))
    var failed = false
    let count = bytes.count
    var interrupted = false
    // Uninitialised room at the end: zeroing it first would touch every page of a large file twice.
    let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
      let got = read(descriptor, buffer.baseAddress, room)
      interrupted = got < 0 && errno == EINTR
      failed = got < 0 && !interrupted
      initialized = max(0, got)
    }
    if failed { throw unreadable(location, missing) }
    if interrupted { continue }
    if piece.isEmpty { return bytes }
    if count == 0 { bytes = piece } else { bytes.append(contentsOf: piece) }
  }
}
