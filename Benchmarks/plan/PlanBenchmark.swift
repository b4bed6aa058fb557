import CJansson
import Diagnostics
import Documents
import Glibc
import Values

/// Times pcicheck as a whole process against what Jansson alone needs to parse the same file.
///
///     plan-benchmark run PCICHECK FIXTURE [COUNT...]   scale FIXTURE to COUNT resources and print a table of ratios
///     plan-benchmark scale FIXTURE COUNT OUTPUT        write a plan of COUNT resources
///     plan-benchmark parse FILE                        parse with Jansson and stop: the floor
@main
struct PlanBenchmark {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "parse" where arguments.count == 2: try parse(arguments[1])
    case "scale" where arguments.count == 4:
      let plan = try ScaledPlan(fixture: arguments[1], count: Int(arguments[2]) ?? 0)
      try plan.write(to: arguments[3])
    case "run" where arguments.count >= 3:
      let counts = arguments.dropFirst(3).compactMap { Int($0) }
      try run(pcicheck: arguments[1], fixture: arguments[2], counts: counts.isEmpty ? [5_000, 50_000] : counts)
    default:
      print("usage: plan-benchmark run PCICHECK FIXTURE [COUNT...] | scale FIXTURE COUNT OUTPUT | parse FILE")
      exit(2)
    }
  }

  private static func parse(_ path: String) throws {
    let document = try readInput(path)
    var problem = json_error_t()
    let root = document.bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        json_loadb($0.baseAddress, $0.count, size_t(JSON_REJECT_DUPLICATES), &problem)
      }
    }
    exit(root == nil ? 1 : 0)
  }

  private static func run(pcicheck: String, fixture: String, counts: [Int]) throws {
    print("| resources | MB | Jansson ms | MB peak | pcicheck ms | MB peak | time ratio | memory ratio | us/resource |")
    print("|---|---|---|---|---|---|---|---|---|")
    for count in [0] + counts {
      let path = count == 0 ? fixture : "/tmp/pcicheck-benchmark-\(getpid()).json"
      if count > 0 { try ScaledPlan(fixture: fixture, count: count).write(to: path) }
      defer { if count > 0 { unlink(path) } }
      let size = try readInput(path).bytes.count
      let floor = try best(of: 5, [CommandLine.arguments[0], "parse", path], expecting: [0])
      let whole = try best(of: 5, [pcicheck, path, "--output", "/dev/null"], expecting: [0, 1])
      let resources = count == 0 ? try ScaledPlan(fixture: fixture, count: 1).resourcesInFixture : count
      print(
        "| \(resources) | \(megabytes(size)) | \(milliseconds(floor.microseconds)) | \(floor.kilobytes / 1024) | "
          + "\(milliseconds(whole.microseconds)) | \(whole.kilobytes / 1024) | "
          + "\(ratio(whole.microseconds, floor.microseconds)) | \(ratio(whole.kilobytes, floor.kilobytes)) | "
          + "\(whole.microseconds / max(1, resources)) |")
    }
  }

  private static func megabytes(_ bytes: Int) -> String { "\(bytes / 1_000_000).\(bytes / 100_000 % 10)" }
  private static func milliseconds(_ microseconds: Int) -> String {
    "\(microseconds / 1000).\(microseconds / 100 % 10)"
  }
  private static func ratio(_ left: Int, _ right: Int) -> String {
    let hundredths = left * 100 / max(1, right)
    return "\(hundredths / 100).\(String(100 + hundredths % 100).dropFirst())"
  }
}

/// What one process took.
struct Cost {
  let microseconds: Int
  let kilobytes: Int
}

/// Runs a command several times; the fastest run, and its peak memory.
func best(of runs: Int, _ arguments: [String], expecting statuses: [Int32]) throws -> Cost {
  var result: Cost?
  for _ in 0..<runs {
    let cost = try spawn(arguments, expecting: statuses)
    if result == nil || cost.microseconds < result?.microseconds ?? 0 { result = cost }
  }
  return result ?? Cost(microseconds: 0, kilobytes: 0)
}

private func spawn(_ arguments: [String], expecting statuses: [Int32]) throws -> Cost {
  var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
  pointers.append(nil)
  defer { for pointer in pointers { free(pointer) } }
  var child = pid_t()
  let start = ContinuousClock().now
  guard posix_spawn(&child, arguments[0], nil, nil, pointers, environ) == 0 else {
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
  return Cost(microseconds: Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000), kilobytes: usage.ru_maxrss)
}
