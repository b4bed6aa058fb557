/// The arrows of a picture: one for each flow, or, where they would hide each other, one for all that a group of subnets
/// sends or receives alike.
struct DiagramArrows: Sendable {
  enum End: Hashable, Sendable {
    case node(Int)
    case group(Int)
  }

  struct Arrow: Sendable {
    let from: End
    let to: End
    let ports: String
    let isCertain: Bool
    let isViolation: Bool
  }

  let all: [Arrow]
  /// What flows within a group and has no arrow, by the group's number.
  let within: [Int: String]

  /// More arrows than this are drawn together.
  private static let most = 60

  init(_ diagram: Diagram) {
    var home: [Int: Int] = [:]
    var members: [Int: Set<Int>] = [:]
    for group in diagram.areas.flatMap(\.groups) {
      for node in group.nodes { home[node] = group.number }
      members[group.number] = Set(group.nodes)
    }
    guard diagram.edges.count > Self.most else {
      all = diagram.edges.map { Self.single($0) }
      within = [:]
      return
    }
    var arrows: [Arrow] = []
    var bundles: [Bundle: (sources: Set<Int>, targets: Set<Int>)] = [:]
    var inner: [Int: Set<String>] = [:]
    for edge in diagram.edges {
      guard !edge.isViolation, let from = home[edge.from], let to = home[edge.to] else {
        arrows.append(Self.single(edge))
        continue
      }
      if from == to {
        inner[from, default: []].insert(edge.ports)
      } else {
        let bundle = Bundle(from: from, to: to, ports: edge.ports, isCertain: edge.isCertain)
        bundles[bundle, default: ([], [])].sources.insert(edge.from)
        bundles[bundle, default: ([], [])].targets.insert(edge.to)
      }
    }
    for (bundle, ends) in bundles.sorted(by: { $0.key < $1.key }) {
      let sources: [End] =
        ends.sources.count > 2 ? [.group(bundle.from)] : ends.sources.sorted().map { .node($0) }
      let targets: [End] =
        ends.targets == members[bundle.to] && ends.targets.count > 2
        ? [.group(bundle.to)] : ends.targets.sorted().map { .node($0) }
      for source in sources {
        for target in targets {
          arrows.append(
            Arrow(from: source, to: target, ports: bundle.ports, isCertain: bundle.isCertain, isViolation: false))
        }
      }
    }
    all = arrows
    within = inner.mapValues { $0.sorted().joined(separator: "; ") }
  }

  private struct Bundle: Hashable, Comparable {
    let from: Int
    let to: Int
    let ports: String
    let isCertain: Bool

    static func < (left: Bundle, right: Bundle) -> Bool {
      (left.from, left.to, left.ports, left.isCertain ? 0 : 1) < (
        right.from, right.to, right.ports, right.isCertain ? 0 : 1
      )
    }
  }

  private static func single(_ edge: Diagram.Edge) -> Arrow {
    Arrow(
      from: .node(edge.from), to: .node(edge.to), ports: edge.ports, isCertain: edge.isCertain,
      isViolation: edge.isViolation)
  }
}
