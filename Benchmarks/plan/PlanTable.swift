import CJansson
import Diagnostics
import Documents
import Glibc

/// The tables of docs/performance.md: pcicheck against the parsers and another checker, as ratios measured in the same run.
struct PlanTable {
  let pcicheck: String
  let fixture: String
  let peers: Peers

  private static let runs = 5
  private static let runsOfUsual = 100
  private static let mostForCheckov = 5_000

  func print(_ counts: [Int]) throws {
    try printMachine()
    Swift.print(
      """
      | resources | MB | Jansson ms | peak MB | simdjson ms | pcicheck ms | processor ms | peak MB \
      | to Jansson | to simdjson | peak to Jansson | peak to file | us/resource |
      |---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
      """)
    for count in [0] + counts { try printRow(count) }
    if !peers.usual.isEmpty { try printUsual() }
    if !peers.checkov.isEmpty { try printChecks([0] + counts.filter { $0 <= Self.mostForCheckov }) }
  }

  /// The floor is a program that does nothing.
  private func printUsual() throws {
    let nothing = try best(of: Self.runsOfUsual, ["/bin/true"], expecting: [0])
    Swift.print(
      """

      | plan, the fastest of \(Self.runsOfUsual) runs | kB | /bin/true ms | pcicheck ms | processor ms | peak MB |
      |---|---:|---:|---:|---:|---:|
      """)
    for path in peers.usual {
      let command = [pcicheck, path, "--allow-incomplete", "--output", "/dev/null"]
      let whole = try best(of: Self.runsOfUsual, command, expecting: [0, 1])
      let cells = [
        "\(path)", "\(try size(of: path) / 1000)", milliseconds(nothing.microseconds), milliseconds(whole.microseconds),
        milliseconds(whole.processorMicroseconds), megabytes(whole.kilobytes),
      ]
      Swift.print("| \(cells.joined(separator: " | ")) |")
    }
  }

  /// Both as whole processes. Checkov runs once: it takes minutes.
  private func printChecks(_ counts: [Int]) throws {
    Swift.print(
      """

      | resources | Checkov ms | peak MB | pcicheck ms | peak MB | Checkov to pcicheck |
      |---:|---:|---:|---:|---:|---:|
      """)
    for count in counts {
      try withPlan(count) { path in
        let checkov = try best(of: 1, peers.checkov + ["-f", path], expecting: [0, 1], quiet: true)
        let whole = try best(of: Self.runs, [pcicheck, path, "--output", "/dev/null"], expecting: [0, 1])
        let cells = [
          "\(try resources(count))", milliseconds(checkov.microseconds), megabytes(checkov.kilobytes),
          milliseconds(whole.microseconds), megabytes(whole.kilobytes), ratio(checkov.microseconds, whole.microseconds),
        ]
        Swift.print("| \(cells.joined(separator: " | ")) |")
      }
    }
  }

  private func printMachine() throws {
    let processor = try? readInput("/proc/cpuinfo").bytes.split(separator: 0x0A).lazy.map {
      String(decoding: $0, as: UTF8.self)
    }.first { $0.hasPrefix("model name") }
    let model =
      processor.flatMap { $0 }?.split(separator: ":").last.map { $0.drop { $0 == " " } } ?? "unknown processor"
    var versions = ["Jansson \(JANSSON_VERSION)"]
    if !peers.simdjson.isEmpty { versions.append(try output(of: peers.simdjson).line) }
    if let checkov = peers.checkov.first { versions.append("Checkov \(try output(of: [checkov, "--version"]).line)") }
    versions.append("pcicheck \(try output(of: [pcicheck, "--version"]).line)")
    Swift.print("\(model), \(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores; \(versions.joined(separator: ", "));")
    Swift.print("`\(fixture)` repeated; the fastest of \(Self.runs) runs, wall time.\n")
  }

  /// The plan of so many resources, for as long as it is used; the fixture itself for none. Another process makes it: the
  /// peak memory of a program is never less than that of who started it.
  private func withPlan(_ count: Int, _ body: (String) throws -> Void) throws {
    guard count > 0 else { return try body(fixture) }
    let path = "/tmp/pcicheck-benchmark-\(getpid()).json"
    defer { unlink(path) }
    _ = try best(of: 1, [CommandLine.arguments[0], "scale", fixture, "\(count)", path], expecting: [0])
    try body(path)
  }

  private func resources(_ count: Int) throws -> Int {
    count == 0 ? try ScaledPlan(fixture: fixture, count: 1).resourcesInFixture : count
  }

  private func printRow(_ count: Int) throws {
    try withPlan(count) { try printRow($0, try resources(count)) }
  }

  private func printRow(_ path: String, _ resources: Int) throws {
    let size = try size(of: path)
    let floor = try best(of: Self.runs, [CommandLine.arguments[0], "parse", path], expecting: [0])
    let whole = try best(of: Self.runs, [pcicheck, path, "--output", "/dev/null"], expecting: [0, 1])
    let bare = peers.simdjson.isEmpty ? nil : Int(try output(of: peers.simdjson + [path]).line)
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

  private func size(of path: String) throws -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw Diagnostic(.error, "cannot be looked at", at: SourceLocation(file: path))
    }
    return Int(status.st_size)
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
