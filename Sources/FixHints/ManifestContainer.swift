import Assessments
import Diagnostics
import ResourceGraph
import Values

/// Where the pod's spec stands in each kind of workload, as in `policies/views/pod.yaml`.
enum PodSpec {
  static func path(of kind: String) -> [String]? {
    switch kind {
    case "Pod": ["spec"]
    case "PodTemplate": ["template", "spec"]
    case "Deployment", "ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet", "Job":
      ["spec", "template", "spec"]
    case "CronJob": ["spec", "jobTemplate", "spec", "template", "spec"]
    default: nil
    }
  }
}

/// A container of a workload that can be named.
struct ManifestContainer {
  /// `containers`, or one of the other lists.
  let list: String
  let name: String
  let node: NodeID
  /// As evidence names it: `spec.containers[0]`.
  let path: String

  private init?(_ subject: FixSubject, _ list: String, _ index: Int, _ pod: [String]) {
    let arena = subject.graph.arena
    guard let elements = arena.node(pod + [list], below: subject.resource.values), arena[elements].kind == .list,
      index < arena[elements].childCount
    else { return nil }
    let node = arena.resolved(arena[elements].child(index))
    guard let name = arena.string(node, "name"), withoutSecrets(name) == name else { return nil }
    self.list = list
    self.name = name
    self.node = node
    path = (pod + [list]).joined(separator: ".") + "[\(index)]"
  }

  /// The one that the evidence begins with.
  init?(_ subject: FixSubject, _ pod: [String]) {
    let prefix = pod.joined(separator: ".") + "."
    for path in subject.ownReads where path.hasPrefix(prefix) {
      guard let (list, index) = FixSubject.element(path.dropFirst(prefix.count)), Self.lists.contains(list),
        let found = ManifestContainer(subject, list, index, pod)
      else { continue }
      self = found
      return
    }
    return nil
  }

  static func all(of subject: FixSubject, _ pod: [String]) -> [ManifestContainer] {
    lists.flatMap { list -> [ManifestContainer] in
      guard let node = subject.graph.arena.node(pod + [list], below: subject.resource.values) else { return [] }
      return subject.graph.arena.children(node).indices.compactMap { index in
        ManifestContainer(subject, list, index, pod)
      }
    }
  }

  private static let lists = ["containers", "initContainers", "ephemeralContainers"]
}

extension FixSubject {
  /// The attributes of the failing resource that the verdict rests on, in the order of the evidence.
  var ownReads: [String] {
    observation.evidence.reads.filter { $0.address == observation.address }.map(\.path)
  }

  /// The first element of a list that the verdict rests on.
  func readElement(of list: String) -> NodeID? {
    for path in ownReads where path.hasPrefix(list + "[") {
      let rest = path.dropFirst(list.count - (list.split(separator: ".").last?.count ?? 0))
      guard let (_, index) = Self.element(rest),
        let elements = graph.arena.node(list, below: graph.values(of: id)),
        graph.arena[elements].kind == .list, index < graph.arena[elements].childCount
      else { continue }
      return graph.arena.resolved(graph.arena[elements].child(index))
    }
    return nil
  }

  /// `containers` and 2 of `containers[2].name`.
  static func element(_ path: Substring) -> (String, Int)? {
    guard let open = path.firstIndex(of: "["), let close = path[open...].firstIndex(of: "]"),
      let index = Int(path[path.index(after: open)..<close])
    else { return nil }
    let name = String(path[..<open])
    return name.contains(".") ? nil : (name, index)
  }
}

extension ValueArena {
  /// What stands at names below a node.
  func node(_ names: [String], below root: NodeID) -> NodeID? {
    var node = resolved(root)
    for name in names {
      guard let next = member(node, name) else { return nil }
      node = resolved(next)
    }
    return node
  }

  /// What stands at a path as evidence has it: `spec.containers[0].env`.
  func node(_ path: String, below root: NodeID) -> NodeID? {
    var node = resolved(root)
    for step in path.split(separator: ".") {
      guard let next = member(node, String(step.prefix { $0 != "[" })) else { return nil }
      node = resolved(next)
      guard let (_, index) = FixSubject.element(step) else { continue }
      guard self[node].kind == .list, index < self[node].childCount else { return nil }
      node = resolved(self[node].child(index))
    }
    return node
  }

  /// Whether a node says what a scalar of a rule does.
  func isScalar(_ node: NodeID, _ text: String) -> Bool {
    let value = self[node]
    guard !value.flags.contains(.sensitive) else { return false }
    switch value.kind {
    case .bool: return text == (value.boolValue ? "true" : "false")
    case .int: return Int64(text) == value.intValue
    case .string: return string(node) == text
    default: return false
    }
  }
}
