import CJansson
import Diagnostics
import Documents
import Glibc

/// The table of docs/performance.md: pcicheck against the parsers, each as a ratio measured in the same run.
struct PlanTable {
  let pcicheck: String
  let fixture: String
  /// A Python with pysimdjson and the script that asks it; empty where there is none.
  let simdjson: [String]

  private static let runs = 5

  func print(_ counts: [Int]) throws {
    try printMachine()
    Swift.print(
      """
      | resources | MB | Jansson ms | peak MB | simdjson ms | pcicheck ms | processor ms | peak MB \
      | to Jansson | to simdjson | peak to Jansson | peak to file | us/resource |
      |---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
      """)
    for count in [0] + counts { try printRow(count) }
  }

  private func printMachine() throws {
    let processor = try? readInput("/proc/cpuinfo").bytes.split(separator: 0x0A).lazy.map {
      String(decoding: $0, as: UTF8.self)
    }.first { $0.hasPrefix("model name") }
    let model =
      processor.flatMap { $0 }?.split(separator: ":").last.map { $0.drop { $0 == " " } } ?? "unknown processor"
    var versions = ["Jansson \(JANSSON_VERSION)"]
    if !simdjson.isEmpty { versions.append(try output(of: simdjson).line) }
    versions.append("pcicheck \(try output(of: [pcicheck, "--version"]).line)")
    Swift.print("\(model), \(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores; \(versions.joined(separator: ", "));")
    Swift.print("`\(fixture)` repeated; the fastest of \(Self.runs) runs, wall time.\n")
  }

  private func printRow(_ count: Int) throws {
    let path = count == 0 ? fixture : "/tmp/pcicheck-benchmark-\(getpid()).json"
    if count > 0 { try ScaledPlan(fixture: fixture, count: count).write(to: path) }
    defer { if count > 0 { unlink(path) } }
    let size = try readInput(path).bytes.count
    let floor = try best(of: Self.runs, [CommandLine.arguments[0], "parse", path], expecting: [0])
    let whole = try best(of: Self.runs, [pcicheck, path, "--output", "/dev/null"], expecting: [0, 1])
    let bare = simdjson.isEmpty ? nil : Int(try output(of: simdjson + [path]).line)
    let resources = count == 0 ? try ScaledPlan(fixture: fixture, count: 1).resourcesInFixture : count
    let cells = [
      "\(resources)", "\(size / 1_000_000).\(size / 100_000 % 10)", milliseconds(floor.microseconds),
      megabytes(floor.kilobytes), bare.map { milliseconds($0) } ?? "", milliseconds(whole.microseconds),
      milliseconds(whole.processorMicroseconds), megabytes(whole.kilobytes),
      ratio(whole.microseconds, floor.microseconds), bare.map { ratio(whole.microseconds, $0) } ?? "",
      ratio(whole.kilobytes, floor.kilobytes), ratio(whole.kilobytes * 1024, size),
      "\(whole.microseconds / max(1, resources))",
    ]
    Swift.print("| \(cells.joined(separator: " | ")) |")
  }

  private func megabytes(_ kilobytes: Int) -> String { "\(kilobytes / 1024)" }

  private func milliseconds(_ microseconds: Int) -> String {
    microseconds < 100_000 ? "\(microseconds / 1000).\(microseconds / 100 % 10)" : "\(microseconds / 1000)"
  }

  private func ratio(_ left: Int, _ right: Int) -> String {
    let hundredths = left * 100 / max(1, right)
    return "\(hundredths / 100).\(String(100 + hundredths % 100).dropFirst())"
  }
}

extension String {
  /// The first line.
  fileprivate var line: String { String(prefix { $0 != "\n" }) }
}
