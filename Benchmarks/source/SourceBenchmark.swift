import CJansson
import Diagnostics
import Documents
import Glibc
import ResourceGraph
import TerraformConfiguration
import TerraformPlan
import Values

/// Times reading and resolving the configuration behind a plan against Jansson's parse of the plan, in one process.
///
///     source-benchmark PLAN FOLDER
///
/// Reading is all files of all modules; resolving is where every unknown attribute of every resource comes from.
@main
struct SourceBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
      print("usage: source-benchmark PLAN FOLDER")
      exit(2)
    }
    let plan = try readInput(arguments[1])
    let floor = best { parse(plan.bytes) }
    let read = best { _ = Configuration(DirectoryStorage(root: arguments[2])) }
    let configuration = Configuration(DirectoryStorage(root: arguments[2]))
    let bytes = configuration.modules.values.reduce(0) {
      $0 + $1.declarations.files.reduce(0) { $0 + $1.source.bytes.count }
    }
    let questions = try questions(plan)
    let resolve = best {
      let resolver = ConfigurationResolver(configuration: configuration)
      for (instance, path) in questions.attributes {
        _ = resolver.sources(of: instance, path: path, facts: questions.facts)
      }
    }
    print(
      "plan: \(plan.bytes.count / 1000) kB; configuration: \(configuration.modules.count) modules, \(bytes / 1000) kB")
    print("Jansson's parse of the plan     \(milliseconds(floor)) ms")
    print("reading the configuration       \(milliseconds(read)) ms, ratio \(ratio(read, floor))")
    print(
      "resolving \(questions.attributes.count) unknown attributes  \(milliseconds(resolve)) ms, ratio \(ratio(resolve, floor))"
    )
    print("both                            \(milliseconds(read + resolve)) ms, ratio \(ratio(read + resolve, floor))")
  }

  private static func parse(_ bytes: [UInt8]) {
    var problem = json_error_t()
    let root = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        json_loadb($0.baseAddress, $0.count, size_t(JSON_REJECT_DUPLICATES), &problem)
      }
    }
    json_decref(root)
  }

  private static func questions(_ plan: InputDocument) throws -> (
    attributes: [(InstanceAddress, [PathStep])], facts: GraphFacts
  ) {
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder())
    let root = try JSONReader.read(plan, into: &builder.values)
    _ = try TerraformDocument.read(root, .plan, document: plan, into: &builder)
    let instances = PlannedInstances(document: 0, root: root, isComplete: true, builder)
    let graph = builder.takeGraph()
    var attributes: [(InstanceAddress, [PathStep])] = []
    for resource in graph.resources {
      guard let address = InstanceAddress(resource.address) else { continue }
      for child in graph.arena.children(resource.values) {
        let node = graph.arena[child]
        guard node.kind == .unknown, graph.arena[node.unknownReason].cause != .notConfigured,
          let name = graph.arena.keyName(child)
        else { continue }
        attributes.append((address, [.name(name)]))
      }
    }
    return (attributes, GraphFacts(instances: instances, graph: graph))
  }

  /// Microseconds of the fastest of many runs.
  private static func best(_ work: () -> Void) -> Int {
    let clock = ContinuousClock()
    var fastest = Duration.seconds(1_000)
    for _ in 0..<30 { fastest = min(fastest, clock.measure(work)) }
    return Int(fastest.components.seconds) * 1_000_000 + Int(fastest.components.attoseconds / 1_000_000_000_000)
  }

  private static func milliseconds(_ microseconds: Int) -> String {
    "\(microseconds / 1000).\(String(1000 + microseconds % 1000).dropFirst())"
  }

  private static func ratio(_ left: Int, _ right: Int) -> String {
    let hundredths = left * 100 / max(1, right)
    return "\(hundredths / 100).\(String(100 + hundredths % 100).dropFirst())"
  }
}
