import Glibc
import Network

// Prints how long all zone-to-zone questions of a large estate take, and how that grows with its size.
// swift run -c release network-benchmark [VPCS...]
// swift run -c release network-benchmark fuzz [FROM] [COUNT]

/// Processor time, so that other work on the machine does not count.
@MainActor
func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
}

@MainActor
func milliseconds(_ body: () -> Void) -> Double {
  let start = processorTime()
  body()
  return processorTime() - start
}

@MainActor
func text(_ number: Double) -> String {
  let tenths = Int(number * 10 + 0.5)
  return "\(tenths / 10).\(tenths % 10)"
}

@MainActor
func run(_ vpcs: Int) -> Double {
  let estate = Estate(vpcs: vpcs)
  var engine: Reachability?
  let building = milliseconds { engine = Reachability(estate.model) }
  guard let engine else { return 0 }
  var zones: [(String, PreparedZone)] = []
  let preparing = milliseconds {
    for (name, zone) in estate.zones {
      if let prepared = try? engine.prepare(zone) { zones.append((name, prepared)) }
    }
  }
  var flows = 0
  var violations = 0
  let asking = milliseconds {
    for (_, from) in zones {
      for (_, to) in zones {
        let answer = engine.answer(from: from, to: to) { flow in
          flows += 1
          return PacketSet(protocol: .tcp, destinationPorts: PortRange(443))
        }
        violations += answer.violations.count
      }
    }
  }
  let rules = estate.model.securityGroups.reduce(0) { $0 + $1.rules.count }
  print(
    "\(vpcs) VPCs, \(estate.model.subnets.count) subnets, \(estate.model.securityGroups.count) groups, \(rules) rules,",
    "\(estate.model.endpoints.count) endpoints in \(zones.reduce(0) { $0 + $1.1.groupCount }) groups:")
  print(
    "  build \(text(building)) ms, prepare \(text(preparing)) ms, \(zones.count * zones.count) questions",
    "\(text(asking)) ms, total \(text(building + preparing + asking)) ms; \(flows) flows, \(violations) violations,",
    "\(engine.issues.count) issues")
  return building + preparing + asking
}

if CommandLine.arguments.dropFirst().first == "fuzz" {
  exit(Fuzz.run(CommandLine.arguments.dropFirst(2).compactMap { Int($0) }) ? 0 : 1)
}

var last: Double?
let sizes = CommandLine.arguments.dropFirst().compactMap { Int($0) }
for size in sizes.isEmpty ? [25, 50, 100, 200] : sizes {
  let total = run(size)
  if let last { print("  \(text(total / last)) times the time for twice the size") }
  last = total
}
