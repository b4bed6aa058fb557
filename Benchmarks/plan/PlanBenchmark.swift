import CJansson
import Diagnostics
import Documents
import Glibc
import Values

/// Times pcicheck as a whole process against what Jansson alone needs to parse the same file.
///
///     plan-benchmark run PCICHECK FIXTURE [--usual PLAN]... [--simdjson PYTHON SCRIPT] [--checkov PROGRAM] [COUNT...]
///                                            scale FIXTURE to COUNT resources and print tables of ratios
///     plan-benchmark scale FIXTURE COUNT OUTPUT   write a plan of COUNT resources
///     plan-benchmark parse FILE              parse with Jansson and stop: the floor
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
      var rest = arguments.dropFirst(3)
      let peers = Peers(takingFrom: &rest)
      let counts = rest.compactMap { Int($0) }
      let table = PlanTable(pcicheck: arguments[1], fixture: arguments[2], peers: peers)
      try table.print(counts.isEmpty ? [500, 5_000, 50_000] : counts)
    default:
      print(
        "usage: plan-benchmark run PCICHECK FIXTURE [--usual PLAN]... [--simdjson PYTHON SCRIPT] [--checkov PROGRAM]"
          + " [COUNT...] | scale FIXTURE COUNT OUTPUT | parse FILE")
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
}
