import Documents
import Fuzzing
import Glibc

/// Runs a target on files, or under libFuzzer (`.ci/fuzz` builds it for that).
///
///     fuzz list
///     fuzz replay TARGET FILE...        each file once
///     fuzz properties [PROPERTY...]     the properties over all fixtures and the whole pack
///     fuzz allocations FILE STEP        Jansson without memory, after every STEP allocations more
///     fuzz TARGET LIBFUZZER-ARGUMENT... only if built with -sanitize=fuzzer -DLIBFUZZER
@main
struct FuzzTool {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "list": for target in fuzzTargets { print(target.name) }
    case "replay" where arguments.count > 2:
      guard let target = fuzzTargets.first(where: { $0.name == arguments[1] }) else { return usage() }
      for path in arguments.dropFirst(2) { target.run(try readInput(path).bytes) }
    case "properties": exit(try PropertyRun.run(Array(arguments.dropFirst())) ? 0 : 1)
    case "allocations" where arguments.count == 3:
      guard let refused = try AllocationFailures.run(arguments[1], every: Int(arguments[2]) ?? 1) else { exit(1) }
      print("refused \(refused) times")
    case .some(let name):
      #if LIBFUZZER
        exit(LibFuzzer.run(name, Array(arguments.dropFirst())) ?? 2)
      #else
        print("`\(name)` needs a build with libFuzzer: .ci/fuzz makes it")
        exit(2)
      #endif
    case nil: usage()
    }
  }

  private static func usage() {
    print(
      "usage: fuzz list | fuzz replay TARGET FILE... | fuzz properties [PROPERTY...] | fuzz allocations FILE STEP | fuzz TARGET LIBFUZZER-ARGUMENT..."
    )
    exit(2)
  }
}
