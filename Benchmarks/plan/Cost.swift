import Diagnostics
import Glibc

/// What one process took.
struct Cost {
  let microseconds: Int
  /// Of all cores together.
  let processorMicroseconds: Int
  let kilobytes: Int
}

/// Runs a command several times; the fastest run, and its peak memory.
///
/// - Parameter quiet: whether what it writes is thrown away.
func best(of runs: Int, _ arguments: [String], expecting statuses: [Int32], quiet: Bool = false) throws -> Cost {
  var result: Cost?
  for _ in 0..<runs {
    let cost = try spawn(arguments, expecting: statuses, quiet: quiet)
    if result == nil || cost.microseconds < result?.microseconds ?? 0 { result = cost }
  }
  return result ?? Cost(microseconds: 0, processorMicroseconds: 0, kilobytes: 0)
}

private func spawn(_ arguments: [String], expecting statuses: [Int32], quiet: Bool) throws -> Cost {
  var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
  pointers.append(nil)
  defer { for pointer in pointers { free(pointer) } }
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  if quiet {
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
  }
  var child = pid_t()
  let start = ContinuousClock().now
  guard posix_spawn(&child, arguments[0], &actions, nil, pointers, environ) == 0 else {
    throw Diagnostic(.error, "cannot be run", at: SourceLocation(file: arguments[0]))
  }
  var status: Int32 = 0
  var usage = rusage()
  wait4(child, &status, 0, &usage)
  let (seconds, attoseconds) = start.duration(to: ContinuousClock().now).components
  guard statuses.contains((status >> 8) & 0xFF) else {
    throw Diagnostic(
      .error, "ended with status \(status >> 8)", at: SourceLocation(file: arguments.joined(separator: " ")))
  }
  return Cost(
    microseconds: Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000),
    processorMicroseconds: microseconds(usage.ru_utime) + microseconds(usage.ru_stime), kilobytes: usage.ru_maxrss)
}

private func microseconds(_ time: timeval) -> Int { time.tv_sec * 1_000_000 + time.tv_usec }

/// What a command writes to standard output.
func output(of arguments: [String]) throws -> String {
  let command = arguments.map { "'\($0)'" }.joined(separator: " ")
  guard let stream = popen(command, "r") else {
    throw Diagnostic(.error, "cannot be run", at: SourceLocation(file: arguments[0]))
  }
  var text: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { text += buffer[..<count] }
  guard pclose(stream) == 0 else {
    throw Diagnostic(.error, "ended with an error", at: SourceLocation(file: arguments.joined(separator: " ")))
  }
  return String(decoding: text, as: UTF8.self)
}
