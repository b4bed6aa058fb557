import Diagnostics
import Dispatch
import Glibc
import Synchronization

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
  let size = Int(status.st_size)
  let whole = readSideBySide(descriptor, size: size, limit: limit)
  let bytes = if let whole { whole } else { try readAll(descriptor, location, sizeHint: size, limit: limit, missing) }
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

/// Less is read before a second thread has started.
private let worthThreads = 4 << 20
/// What a thread reads at a time, in bytes: who is done first waits no longer than that takes.
private let portion = 1 << 20

/// Reads a large file on all cores: to touch the memory for the first time takes as long as to copy the file there.
///
/// - Returns: nil if the file is not large, or anything but all of it was read: whoever reads it in order finds out why.
private func readSideBySide(_ descriptor: Int32, size: Int, limit: Int) -> [UInt8]? {
  guard size >= worthThreads, size <= limit else { return nil }
  let isComplete = Atomic<Bool>(true)
  let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
    nonisolated(unsafe) let buffer = buffer
    DispatchQueue.concurrentPerform(iterations: (size + portion - 1) / portion) { number in
      var next = number * portion
      let end = min(next + portion, size)
      while next < end, let start = buffer.baseAddress {
        let got = pread(descriptor, start + next, end - next, next)
        if got < 0 && errno == EINTR { continue }
        guard got > 0 else { return isComplete.store(false, ordering: .relaxed) }
        next += got
      }
    }
    // What was not read is not looked at, and a byte needs no initialization.
    initialized = isComplete.load(ordering: .relaxed) ? size : 0
  }
  var more: UInt8 = 0
  guard bytes.count == size, pread(descriptor, &more, 1, size) == 0 else { return nil }
  return bytes
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
