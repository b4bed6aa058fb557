import Assessments
import Diagnostics
import ResourceGraph
import Values

/// Writes a rule's example into the manifest of a failing Kubernetes object.
struct ManifestFix {
  let subject: FixSubject
  /// A whole object, the pod's `spec`, or members of a container.
  let example: String

  private var resource: Resource { subject.resource }
  private var graph: ResourceGraph { subject.graph }

  func hint() -> FixHint? {
    guard withoutSecrets(resource.address) == resource.address else { return nil }
    let lines = example.split(separator: "\n").map(String.init)
    guard let first = lines.first else { return nil }
    let change: FixHint.Change?
    if first.hasPrefix("apiVersion:") {
      change = added(lines)
    } else if first == "spec:" {
      change = changed(Self.outdented(Array(lines.dropFirst())))
    } else {
      change = containers(lines).flatMap(changed)
    }
    return change.map { FixHint(language: .yaml, changes: [$0], placeholders: []) }
  }

  /// Where the pod's spec stands in each kind of workload, as in `policies/views/pod.yaml`.
  private var specPath: [String]? {
    switch resource.type {
    case "Pod": ["spec"]
    case "PodTemplate": ["template", "spec"]
    case "Deployment", "ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet", "Job":
      ["spec", "template", "spec"]
    case "CronJob": ["spec", "jobTemplate", "spec", "template", "spec"]
    default: nil
    }
  }

  /// A new object in the namespace of the failing one.
  private func added(_ lines: [String]) -> FixHint.Change? {
    guard let kind = Self.value(of: "kind", in: lines), let name = Self.value(of: "  name", in: lines) else {
      return nil
    }
    var lines = lines
    let namespace = resource.namespace ?? "default"
    if let metadata = lines.firstIndex(of: "metadata:") {
      lines.insert("  namespace: \(Self.scalar(namespace))", at: metadata + 1)
    }
    return FixHint.Change(
      action: .add, address: "\(kind)/\(namespace)/\(name)", place: subject.place,
      text: lines.map { $0 + "\n" }.joined())
  }

  /// Lines of the pod's spec, with the object around them.
  private func changed(_ lines: [String]) -> FixHint.Change? {
    guard let path = specPath else { return nil }
    var text: [String] = []
    if let version = graph.arena.string(resource.values, "apiVersion") {
      text.append("apiVersion: \(Self.scalar(version))")
    }
    text += ["kind: \(Self.scalar(resource.type))", "metadata:", "  name: \(Self.scalar(resource.name))"]
    if let namespace = resource.namespace { text.append("  namespace: \(Self.scalar(namespace))") }
    for (depth, name) in path.enumerated() { text.append(Self.indent(depth) + "\(name):") }
    text += lines.map { Self.indent(path.count) + $0 }
    return FixHint.Change(
      action: .change, address: resource.address, place: subject.place, text: text.map { $0 + "\n" }.joined())
  }

  /// The members of a container in the container that the evidence begins with.
  private func containers(_ lines: [String]) -> [String]? {
    guard let path = specPath else { return nil }
    let prefix = path.joined(separator: ".") + "."
    for read in subject.observation.evidence.reads
    where read.address == subject.observation.address && read.path.hasPrefix(prefix) {
      let rest = read.path.dropFirst(prefix.count)
      guard let (list, index) = Self.element(rest),
        let name = value(path + [list], index, "name").flatMap({ graph.arena.string($0) }),
        withoutSecrets(name) == name
      else { continue }
      let members = renamed(lines, rest, path + [list], index)
      return ["\(list):", "  - name: \(Self.scalar(name))"] + members.map { "    \($0)" }
    }
    return differing(lines, path)
  }

  /// The members in the first container that says otherwise.
  private func differing(_ lines: [String], _ path: [String]) -> [String]? {
    guard lines.count > 1, lines[0].hasSuffix(":"), let colon = lines[1].firstIndex(of: ":") else { return nil }
    let block = String(lines[0].dropLast())
    let member = lines[1][..<colon].drop { $0 == " " }
    for list in ["containers", "initContainers", "ephemeralContainers"] {
      var index = 0
      while let name = value(path + [list], index, "name").flatMap({ graph.arena.string($0) }) {
        let said = value(path + [list], index, block).flatMap { graph.arena.bool($0, String(member)) }
        if said == true, lines[1].hasSuffix(": false"), withoutSecrets(name) == name {
          return ["\(list):", "  - name: \(Self.scalar(name))"] + lines.map { "    \($0)" }
        }
        index += 1
      }
    }
    return nil
  }

  /// The example's variable under the name that the container's has.
  private func renamed(_ lines: [String], _ read: Substring, _ path: [String], _ container: Int) -> [String] {
    guard let range = read.firstRange(of: ".env["), lines.first == "env:",
      let (_, number) = Self.element(read[read.index(after: range.lowerBound)...]),
      let entry = value(path, container, "env").flatMap({ element($0, number) }),
      let name = graph.arena.string(entry, "name"), withoutSecrets(name) == name
    else { return lines }
    return lines.map { $0.hasPrefix("  - name: ") ? "  - name: \(Self.scalar(name))" : $0 }
  }

  private func value(_ path: [String], _ index: Int, _ member: String) -> NodeID? {
    var node = resource.values
    for name in path {
      guard let next = graph.arena.member(node, name) else { return nil }
      node = graph.arena.resolved(next)
    }
    return element(node, index).flatMap { graph.arena.member($0, member) }.map { graph.arena.resolved($0) }
  }

  private func element(_ list: NodeID, _ index: Int) -> NodeID? {
    guard graph.arena[list].kind == .list, index < graph.arena[list].childCount else { return nil }
    return graph.arena.resolved(graph.arena[list].child(index))
  }

  /// `containers` and 2 of `containers[2].name`.
  private static func element(_ path: Substring) -> (String, Int)? {
    guard let open = path.firstIndex(of: "["), let close = path.firstIndex(of: "]"), open < close,
      let index = Int(path[path.index(after: open)..<close])
    else { return nil }
    let name = String(path[..<open])
    return name.contains(".") ? nil : (name, index)
  }

  private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

  private static func outdented(_ lines: [String]) -> [String] {
    lines.map { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : $0 }
  }

  private static func value(of key: String, in lines: [String]) -> String? {
    lines.first { $0.hasPrefix("\(key): ") }.map { String($0.dropFirst(key.count + 2)) }
  }

  private static let words: Set<String> = [
    "null", "true", "false", "yes", "no", "on", "off", "y", "n", "",
  ]

  /// A string as YAML has it: plain where it can be nothing else, else in quotes with the escapes of JSON, which are
  /// YAML's too (YAML 1.2.2, section 5.7).
  static func scalar(_ text: String) -> String {
    let isPlain =
      text.utf8.first.map { (0x61...0x7A).contains($0 | 0x20) } ?? false && !words.contains(text.lowercased())
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "-_./".utf8.contains(byte)
      }
    if isPlain { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _
      where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        || scalar.properties.generalCategory == .format || scalar.properties.generalCategory == .lineSeparator
        || scalar.properties.generalCategory == .paragraphSeparator:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
